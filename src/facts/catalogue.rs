//! The list of services a study knows, in order, under the seven domains of 七优享.

use super::service::{Domain, Service, ServiceId};
use super::standard_table::StandardTable;
use super::text::Text;
use crate::error::{Error, ErrorCode, Result};
use serde::{Deserialize, Serialize};

const DOMAINS: [(&str, Text); 7] = [
    ("childcare", Text::fixed("幼有善育", "Childcare")),
    ("education", Text::fixed("学有优教", "Education")),
    ("work", Text::fixed("劳有所得", "Work")),
    ("health", Text::fixed("病有良医", "Health")),
    ("elderly", Text::fixed("老有康养", "Elderly care")),
    ("living", Text::fixed("住有宜居", "Living")),
    ("support", Text::fixed("弱有众扶", "Support")),
];

const SERVICES: [(&str, usize, Text); 31] = [
    ("ECN", 0, Text::fixed("托育机构", "Nurseries")),
    ("ECH", 0, Text::fixed("儿童健康门诊", "Child health clinics")),
    ("CHD", 0, Text::fixed("儿童活动场所", "Children's places")),
    ("KIN", 1, Text::fixed("幼儿园", "Kindergartens")),
    ("PRI", 1, Text::fixed("小学", "Primary schools")),
    ("JUN", 1, Text::fixed("初中", "Lower secondary schools")),
    ("LIB", 1, Text::fixed("图书馆", "Libraries")),
    ("SEN", 1, Text::fixed("老年学校与社区学校", "Adult and senior schools")),
    ("JOB", 2, Text::fixed("就业服务站", "Job centres")),
    ("TRN", 2, Text::fixed("技能培训点", "Skills training")),
    ("GOV", 2, Text::fixed("便民服务中心", "Civic service centres")),
    ("CHC", 3, Text::fixed("社区卫生服务中心", "Health centres")),
    ("CHS", 3, Text::fixed("社区卫生服务站", "Local clinics")),
    ("PHA", 3, Text::fixed("药店", "Pharmacies")),
    ("HOS", 3, Text::fixed("医院", "Hospitals")),
    ("NUR", 4, Text::fixed("养老机构", "Care homes for the elderly")),
    ("HCC", 4, Text::fixed("居家养老服务中心", "Home-care centres")),
    ("DAY", 4, Text::fixed("日间照料中心", "Day care for the elderly")),
    ("MEA", 4, Text::fixed("老年食堂", "Meals for the elderly")),
    ("SAC", 4, Text::fixed("老年活动室", "Senior clubs")),
    ("CSC", 5, Text::fixed("社区综合服务设施", "Community centres")),
    ("CUL", 5, Text::fixed("文化活动中心", "Cultural centres")),
    ("SPO", 5, Text::fixed("体育场地", "Sports grounds")),
    ("PAR", 5, Text::fixed("公园绿地", "Parks")),
    ("MKT", 5, Text::fixed("菜市场与生鲜超市", "Markets and supermarkets")),
    ("CHG", 5, Text::fixed("公共充电与停车", "Public charging and parking")),
    ("SHE", 5, Text::fixed("应急避难场所", "Emergency assembly points")),
    ("DIS", 6, Text::fixed("残疾人服务机构", "Services for disabled people")),
    ("AID", 6, Text::fixed("社会救助机构", "Social aid")),
    ("LAW", 6, Text::fixed("公共法律服务站", "Public legal services")),
    ("VET", 6, Text::fixed("退役军人服务站", "Services for veterans")),
];

/// Services in their fixed order, and the domains they belong to.
///
/// Source: the seven domains are those of 浙江省公共服务"七优享"工程; which services stand under a
/// domain, and culture and sports under 住有宜居, are this product's assumption.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Catalogue {
    domains: Vec<Domain>,
    services: Vec<Service>,
}

impl Catalogue {
    /// The 31 services and seven domains that every study starts with.
    pub fn standard() -> Self {
        let domains =
            DOMAINS.into_iter().map(|(code, name)| Domain { code: code.into(), name }).collect();
        let services = SERVICES
            .into_iter()
            .map(|(code, domain, name)| Service { code: code.into(), name, domain })
            .collect();
        Self { domains, services }
    }

    /// The domains in order.
    pub fn domains(&self) -> &[Domain] {
        &self.domains
    }

    /// The services in order; a [`ServiceId`] is a position in it.
    pub fn services(&self) -> &[Service] {
        &self.services
    }

    /// How many services there are.
    pub fn len(&self) -> usize {
        self.services.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.services.is_empty()
    }

    /// The service of a code.
    ///
    /// # Errors
    /// `study.service` if there is none of that code.
    pub fn find(&self, code: &str) -> Result<ServiceId> {
        self.services
            .iter()
            .position(|s| s.code == code)
            .map(|i| ServiceId(i as u16))
            .ok_or_else(|| Error::new(ErrorCode::StudyService, format!("service {code:?}")))
    }

    /// The position of a domain by its code, or its name in either language; 劳有厚得 is taken for
    /// 劳有所得, as some plans write it.
    pub fn find_domain(&self, name: &str) -> Option<usize> {
        let name = if name == "劳有厚得" { "劳有所得" } else { name };
        self.domains.iter().position(|d| d.code == name || d.name.zh == name || d.name.en == name)
    }

    /// These services, and those that a standard knows beside them.
    #[must_use]
    pub fn with_services_of(&self, table: &StandardTable) -> Self {
        let mut wider = self.clone();
        for row in &table.rows {
            if let (Err(_), Some(domain)) = (self.find(&row.code), self.find_domain(&row.domain)) {
                let (code, name) = (row.code.clone(), row.name.clone());
                wider.services.push(Service { code, name, domain });
            }
        }
        wider
    }

    /// Whether every service names a domain and no code stands twice.
    pub(super) fn is_consistent(&self) -> bool {
        u16::try_from(self.services.len()).is_ok()
            && self.services.iter().enumerate().all(|(i, s)| {
                s.domain < self.domains.len()
                    && self.services[..i].iter().all(|before| before.code != s.code)
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standard_catalogue_holds_each_code_once_under_its_domain() {
        let catalogue = Catalogue::standard();
        assert!(catalogue.is_consistent());
        assert_eq!((catalogue.len(), catalogue.domains().len()), (31, 7));
        let pharmacy = catalogue.find("PHA").expect("known");
        let service = &catalogue.services()[pharmacy.index()];
        assert_eq!(catalogue.domains()[service.domain].name.zh, "病有良医");
        assert_eq!(catalogue.find("XXX").map_err(|e| e.code()), Err(ErrorCode::StudyService));
    }
}
