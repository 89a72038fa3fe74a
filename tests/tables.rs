//! Tables in: the planner's own files, as they are found in practice.

mod common;

use common::{Map, at};
use service_circle::ErrorCode;
use service_circle::facts::{SiteKind, State, StudyArea, Trust, UnitId, Zone, ZoneBasis, Zoning};
use service_circle::import::datum::{Datum, propose_by_roads};
use service_circle::import::osm;
use service_circle::import::table::{
    Imported, Keep, TableFile, import_attributes, import_candidates, import_facilities,
    import_factors, import_loads, import_people, import_units, places,
};
use service_circle::units::TravelMode;

/// A town of streets 90 m apart, in blocks of unequal length.
fn town() -> Map {
    let mut map = Map::new();
    let east: Vec<f64> =
        (0..25).map(|i| f64::from(i) * 90.0 + f64::from(i * i % 7) * 6.0).collect();
    for row in 0..25i64 {
        for (column, x) in east.iter().enumerate() {
            map = map.node(row * 100 + column as i64 + 1, *x, row as f64 * 110.0);
        }
    }
    for line in 0..25i64 {
        let along: Vec<i64> = (0..25).map(|c| line * 100 + c + 1).collect();
        let across: Vec<i64> = (0..25).map(|r| r * 100 + line + 1).collect();
        map = map.way(line + 1, &along, "highway=residential");
        map = map.way(line + 101, &across, "highway=residential");
    }
    map
}

/// Doors 6 m from a street, 37 m apart.
fn doors() -> Vec<(f64, f64)> {
    let doors = (0..60).map(|i| at(f64::from(i) * 37.0, f64::from(i % 23) * 110.0 + 6.0));
    doors.map(|door| (door.lng(), door.lat())).collect()
}

#[test]
fn pitfall_16_the_datum_is_told_from_the_roads() {
    let roads = town().roads(TravelMode::Walk);
    for datum in Datum::ALL {
        let written: Vec<_> = doors().into_iter().map(|door| datum.from_wgs84(door)).collect();
        let proposal = propose_by_roads(&written, &roads);
        assert_eq!(proposal.datum, datum, "{proposal:?}");
        let off = proposal.median_metres[datum as usize].expect("near roads");
        assert!(off < 6.5, "{proposal:?}");
        // Taken as it stands, the file would be hundreds of metres away from where people live.
        let shift = |a: (f64, f64), b: (f64, f64)| {
            let plane = service_circle::frame::Plane::around(at(0.0, 0.0));
            let metres = |p: (f64, f64)| {
                let place = service_circle::units::LngLat::new(p.0, p.1).expect("a place");
                plane.to_metres(service_circle::units::Position::from_lng_lat(place))
            };
            let ((ax, ay), (bx, by)) = (metres(a), metres(b));
            ((ax - bx).powi(2) + (ay - by).powi(2)).sqrt()
        };
        let shifts = written.iter().zip(doors()).map(|(w, d)| shift(*w, d));
        let expected = match datum {
            Datum::Wgs84 => 0.0..=0.01,
            Datum::Gcj02 => 400.0..=600.0,
            Datum::Bd09 => 1000.0..=1300.0,
        };
        for shift in shifts {
            assert!(expected.contains(&shift), "{datum:?}: {shift}");
        }
    }
}

/// The town as a study: 5,000 people along its streets, one pharmacy.
fn study() -> StudyArea {
    let map = town().tagged_node(9001, 1000.0, 1000.0, "place=town population=5000").tagged_node(
        9002,
        500.0,
        500.0,
        "amenity=pharmacy name=Old",
    );
    osm::read_study(&map.xml(), osm::tag_table::STANDARD, &mut |_, _| {}).expect("a study")
}

fn file<'a>(name: &'a str, bytes: &'a [u8]) -> TableFile<'a> {
    TableFile::new(name, bytes)
}

fn codes<T>(imported: &Imported<T>) -> Vec<(String, u32, bool)> {
    assert_eq!(imported.placed + imported.unplaced, imported.rows);
    imported.issues.listed().iter().map(|i| (i.code.clone(), i.row, i.kept)).collect()
}

fn issue(code: &str, row: u32, kept: bool) -> (String, u32, bool) {
    (code.to_owned(), row, kept)
}

/// Two villages west and east, their township, county and city; squares over the town.
fn villages() -> StudyArea {
    let square = |from: f64, to: f64| {
        let corner = |x: f64, y: f64| format!("[{:.7},{:.7}]", at(x, y).lng(), at(x, y).lat());
        let ring = [(from, -50.0), (to, -50.0), (to, 2800.0), (from, 2800.0), (from, -50.0)];
        ring.map(|(x, y)| corner(x, y)).join(",")
    };
    let feature = |code: &str, name: &str, more: &str, ring: &str| {
        format!(
            "{{\"type\":\"Feature\",\"properties\":{{\"代码\":\"{code}\",\"村名\":\"{name}\"{more}}},\"geometry\":{ring}}}"
        )
    };
    let polygon = |ring: String| format!("{{\"type\":\"Polygon\",\"coordinates\":[[{ring}]]}}");
    let json = format!(
        "{{\"type\":\"FeatureCollection\",\"features\":[{}]}}",
        [
            feature("990102003001", "西村", ",\"城乡分类\":220", &polygon(square(-50.0, 700.0))),
            feature(
                "990102003002",
                "东村",
                ",\"分区\":\"城镇化\"",
                &polygon(square(700.0, 2600.0))
            ),
            feature("990102003", "某镇", "", "null"),
            feature("990102", "某县", "", "null"),
            feature("9901", "某市", "", "null"),
        ]
        .join(",")
    );
    let imported = import_units(&study(), &file("units.geojson", json.as_bytes())).expect("units");
    assert_eq!(codes(&imported), []);
    assert_eq!((imported.rows, imported.placed), (5, 5));
    imported.value
}

fn people_of(area: &StudyArea, code: &str) -> f64 {
    let unit = area.units().find(code).and_then(|id| area.units().get(id)).expect("a unit");
    unit.people.expect("people")
}

#[test]
fn units_from_geojson_hold_the_people_inside_them() {
    let area = villages();
    let names: Vec<_> = area.units().levels().iter().map(|l| l.code.as_str()).collect();
    assert_eq!(names, ["village", "township", "county", "city"]);
    let west = area.units().find("990102003001").expect("known");
    let above: Vec<_> = area.units().with_parents(west).map(|u| u.0).collect();
    assert_eq!(above, [0, 2, 3, 4]);
    assert_eq!(area.units().zone(west), Some(Zone::Rural));
    let east = area.units().get(UnitId(1)).expect("known");
    let by_hand = Zoning { zone: Zone::Urban, by: ZoneBasis::Hand };
    assert_eq!(east.marks.zoning, Some(by_hand));
    // Everybody is somewhere, and lives in the unit whose outline holds the place.
    let sum = people_of(&area, "990102003001") + people_of(&area, "990102003002");
    assert!((sum - 5000.0).abs() < 1e-6 && (people_of(&area, "9901") - sum).abs() < 1e-6);
    let demand = area.demand();
    for (place, unit) in demand.at().iter().zip(demand.unit()) {
        assert!(area.units().outlines().hold(*unit, *place));
    }
    let again = StudyArea::from_bytes(&area.to_bytes().expect("binary")).expect("whole");
    assert_eq!((again.units(), again.demand()), (area.units(), area.demand()));
}

#[test]
fn units_from_a_workbook_saved_on_chinese_windows() {
    let places = [at(300.0, 300.0), at(1800.0, 300.0), at(900.0, 900.0)];
    let row = |i: usize| format!("{:.6},{:.6}", places[i].lng(), places[i].lat());
    let text = format!(
        "某县村社一览表,,,,,\r\n统计代码,村(社)名称,常住人口(人),城乡分类代码,经度,纬度,官方得分\r\n\
         990102001001,甲社区,\"1,200\",111,{},83.5\r\n\
         990102001002,乙村,８00,220,{}\r\n\
         990102001002,乙村,800,220,{}\r\n\
         9.90102E+11,丙村,300,220,{}\r\n\
         990102001004,丁村,约三百,999,{}\r\n\
         小计,,2000,,,\r\n,,,,,\r\n",
        row(0),
        row(1),
        row(1),
        row(2),
        row(2)
    );
    let (bytes, _, _) = encoding_rs::GB18030.encode(&text);
    let imported = import_units(&study(), &file("村社.csv", &bytes)).expect("units");
    assert_eq!(
        codes(&imported),
        [
            issue("row.duplicate", 5, false),
            issue("row.code", 6, false),
            issue("row.value", 7, true),
            issue("row.value", 7, true),
        ]
    );
    assert_eq!((imported.rows, imported.placed, imported.unplaced), (5, 3, 2));
    let bad = &imported.issues.listed()[1];
    assert_eq!((bad.file.as_str(), bad.field.as_str()), ("村社.csv", "统计代码"));
    assert_eq!(bad.found, "9.90102E+11");
    let area = imported.value;
    assert_eq!(people_of(&area, "990102001001").to_bits(), 1200f64.to_bits());
    assert_eq!(people_of(&area, "990102001002").to_bits(), 800f64.to_bits());
    let of_first: f64 = points_of(&area, UnitId(0)).iter().sum();
    assert_eq!(of_first.to_bits(), 1200f64.to_bits(), "kept in sum exactly");
    let zones: Vec<_> = (0..2).map(|u| area.units().zone(UnitId(u))).collect();
    assert_eq!(zones, [Some(Zone::Urban), Some(Zone::Rural)]);
    let official = |u: usize| area.units().all()[u].marks.official_score;
    assert_eq!((official(0), official(1)), (Some(83.5), None));
}

fn points_of(area: &StudyArea, unit: UnitId) -> Vec<f64> {
    let demand = area.demand();
    let of = demand.unit().iter().zip(demand.people()).filter(|(u, _)| **u == unit);
    of.map(|(_, people)| *people).collect()
}

#[test]
fn people_by_unit_and_group_are_kept_in_sum() {
    let area = villages();
    let text = "单元代码,常住人口,60岁及以上,残疾人,人群:志愿者\n\
                990102003001,1234,301,17,5\n\
                990102003002,2345,-,—,\n\
                990102003009,100,20,1,1\n";
    let imported = import_people(&area, &file("人口.csv", text.as_bytes())).expect("people");
    assert_eq!(codes(&imported), [issue("row.unit", 4, false)]);
    let (placed, unplaced) = imported.people;
    assert_eq!((placed as i64, unplaced as i64), (3579, 100));
    let area = imported.value;
    let sum = |unit: u32| points_of(&area, UnitId(unit)).iter().sum::<f64>();
    assert_eq!((sum(0).to_bits(), sum(1).to_bits()), (1234f64.to_bits(), 2345f64.to_bits()));
    assert_eq!(people_of(&area, "9901").to_bits(), 3579f64.to_bits());
    let old = area.demand().of_group("60+", false).expect("counted");
    assert_eq!(old.assumed, None);
    let of_unit = |unit: u32| {
        let of = area.demand().unit().iter().zip(&old.people).filter(|(u, _)| u.0 == unit);
        of.map(|(_, people)| *people).sum::<f64>()
    };
    assert!((of_unit(0) - 301.0).abs() < 1e-9);
    assert!(of_unit(1).is_nan(), "no data is never 0");
    assert!(area.demand().of_group("志愿者", false).is_some());
    assert_eq!(area.demand().of_group("80+", false), None);
    let assumed = area.demand().of_group("80+", true).expect("a share");
    assert_eq!(assumed.assumed, Some(Trust::A));
    assert!((assumed.people.iter().sum::<f64>() - 0.032 * 3579.0).abs() < 1e-6);
    // A whole county may be given in one figure: its villages keep their proportions.
    let county = import_people(&area, &file("县.csv", "code,total\n990102,7158\n".as_bytes()));
    let county = county.expect("people").value;
    assert!((people_of(&county, "990102003001") - 2468.0).abs() < 1e-9);
    let of_group = county.demand().of_group("60+", false).expect("kept");
    assert_eq!(of_group.people.len(), county.demand().len());
}

#[test]
fn people_by_point_replace_the_points() {
    let area = villages();
    let (inside, other) = (at(100.0, 100.0), at(900.0, 300.0));
    let text = format!(
        "code,经纬度,total,60+,0-2\nA,\"{:.6}，{:.6}\",30,9,1\nB,\"{:.6},{:.6}\",12.5,3,\n\
         C,\"121.5,31.5\",7,1,0\nD,,4,1,0\nE,\"120.001,30.001\",,1,0\nB,\"120.001,30.001\",5,1,0\n",
        inside.lng(),
        inside.lat(),
        other.lat(),
        other.lng()
    );
    let imported = import_people(&area, &file("points.csv", text.as_bytes())).expect("people");
    assert_eq!(
        codes(&imported),
        [
            issue("row.swapped", 3, true),
            issue("row.unplaced", 4, false),
            issue("row.unplaced", 5, false),
            issue("row.people", 6, false),
            issue("row.duplicate", 7, false),
        ]
    );
    assert_eq!((imported.placed, imported.unplaced), (2, 4));
    assert_eq!((imported.people.0 * 2.0, imported.people.1 as i64), (85.0, 16));
    let demand = imported.value.demand();
    assert_eq!(demand.codes().iter().collect::<Vec<_>>(), ["A", "B"]);
    assert_eq!(demand.unit(), [UnitId(0), UnitId(1)]);
    let babies = demand.of_group("0-2", false).expect("counted").people;
    assert!(babies[0] > 0.9 && babies[1].is_nan());
}

#[test]
fn facilities_with_capacities_states_and_attributes() {
    let area = villages();
    let gcj = |x: f64, y: f64| {
        let (lng, lat) = Datum::Gcj02.from_wgs84((at(x, y).lng(), at(x, y).lat()));
        format!("{lng:.7},{lat:.7}")
    };
    let text = format!(
        "设施编码,设施名称,服务类型,经度,纬度,容量,容量:PRI,运营状态,投用年份,质量评分,电话,更新日期\n\
         K1,一幼,幼儿园,{},360,,运营,,85%,123,2024年5月\n\
         S1,九年一贯学校,小学;初中,{},,\"1,080\",在建,2027,,,2024.5.14\n\
         K1,一幼,幼儿园,{},360,,运营,,,,\n\
         ,一幼,KIN,{},200,,运营,,,,\n\
         X1,诊所,托育机构、按摩店,{},很大,,不明,,1.5,,\n\
         X2,无址,药店,,,1,,,,,,\n\
         X3,远处,药店,110,30,1,,,,,,\n\
         X4,未知,按摩店,{},1,,,,,,\n",
        gcj(100.0, 6.0),
        gcj(190.0, 6.0),
        gcj(100.0, 6.0),
        gcj(120.0, 6.0),
        gcj(300.0, 6.0),
        gcj(300.0, 6.0)
    );
    let table = TableFile { datum: Datum::Gcj02, ..file("设施.csv", text.as_bytes()) };
    let imported = import_facilities(&area, &table, Keep::Beside).expect("facilities");
    assert_eq!(
        codes(&imported),
        [
            issue("row.duplicate", 4, false),
            issue("row.duplicate", 5, false),
            issue("row.service", 6, true),
            issue("row.value", 6, true),
            issue("row.value", 6, true),
            issue("row.value", 6, true),
            issue("row.unplaced", 7, false),
            issue("row.outside", 8, false),
            issue("row.service", 9, true),
            issue("row.noService", 9, false),
        ]
    );
    assert_eq!((imported.rows, imported.placed, imported.unplaced), (8, 3, 5));
    let area = imported.value;
    let of = |code: &str| {
        let found = area.facilities().find(code).and_then(|id| area.facilities().get(id));
        found.expect("there").clone()
    };
    let service = |code: &str| area.catalogue().find(code).expect("known");
    let kindergarten = of("K1");
    assert_eq!(kindergarten.capacity(service("KIN")), Some(360.0));
    assert_eq!(kindergarten.detail.quality, Some(0.85));
    assert_eq!(kindergarten.as_of.as_deref(), Some("2024-05"));
    assert_eq!(kindergarten.detail.attributes[0].key, "电话");
    let shift = area
        .network()
        .frame()
        .distance(kindergarten.at, service_circle::units::Position::from_lng_lat(at(100.0, 6.0)));
    assert!(shift < 0.05, "GCJ-02 is converted: {shift} m");
    let school = of("S1");
    assert_eq!(school.state, State::Planned(2027));
    assert_eq!(school.capacity(service("PRI")), Some(1080.0));
    assert_eq!(school.capacity(service("JUN")), None, "not known is not 0");
    assert!(!school.gives(service("PRI")));
    let later = area.facilities().in_year(2027);
    assert_eq!(
        (later.count(service("PRI")), area.facilities().count(service("PRI"))),
        (Some(1), Some(0))
    );
    // The pharmacy of the map stays beside, and goes with a file of pharmacies.
    assert_eq!(area.facilities().count(service("PHA")), Some(1));
    let text = format!(
        "name,service,lng,lat\nNew,PHA,{:.6},{:.6}\n",
        at(9.0, 9.0).lng(),
        at(9.0, 9.0).lat()
    );
    let other = import_facilities(&area, &file("p.csv", text.as_bytes()), Keep::OtherServices);
    let other = other.expect("facilities").value;
    let names: Vec<_> =
        other.facilities().of(service("PHA")).map(|(_, f)| f.name.clone()).collect();
    assert_eq!(names, [Some("New".to_owned())]);
    assert_eq!(other.facilities().count(service("KIN")), Some(1));
}

#[test]
fn candidate_sites_and_what_others_say() {
    let area = villages();
    let place = |x: f64| format!("{:.6},{:.6}", at(x, 9.0).lng(), at(x, 9.0).lat());
    let text = format!(
        "编号,名称,场地类型,坐标,可提供服务,服务,容量,估算投资(万元),状态\n\
         A,旧校舍,盘活存量,\"{}\",,托育机构;老年食堂,40;100,120,可用\n\
         B,文化站,共建共享,\"{}\",,,,0,排除\nC,空地,出让,\"{}\",,,,,\n",
        place(10.0),
        place(20.0),
        place(30.0)
    );
    let imported = import_candidates(&area, &file("候选.csv", text.as_bytes())).expect("sites");
    assert_eq!(codes(&imported), [issue("row.kind", 4, false)]);
    let area = imported.value;
    let service = |code: &str| area.catalogue().find(code).expect("known");
    let sites = area.candidates().all();
    assert_eq!((sites[0].kind, sites[0].cost), (SiteKind::Reuse, Some(120.0)));
    assert_eq!(sites[0].capacity, [Some(40.0), Some(100.0)]);
    let can = |code: &str| area.candidates().of(service(code)).count();
    assert_eq!((can("ECN"), can("KIN")), (1, 0));

    let feed =
        "facility_code,key,value,as_of,source\nn9002,licence,valid,2024.5.14,register\nzz,a,b,,\n";
    let told = import_attributes(&area, &file("af.csv", feed.as_bytes())).expect("attributes");
    assert_eq!(codes(&told), [issue("row.facility", 3, false)]);
    let loads = "设施代码,统计期,服务量\nn9002,2024年,900\nn9002,2025年,1100\n";
    let told = import_loads(&told.value, &file("loads.csv", loads.as_bytes())).expect("loads");
    let pharmacy = &told.value.facilities().all()[0];
    assert_eq!(pharmacy.detail.attributes[0].value, "valid");
    let load = pharmacy.observed_load(service("PHA")).expect("counted");
    assert_eq!((load.period.as_str(), load.amount as i64), ("2025", 1100));

    let factors = "单元代码,服务,系数\n990102,药店,1.5\n990102003001,PHA,2\n99,PHA,1\n";
    let told = import_factors(&told.value, &file("f.csv", factors.as_bytes())).expect("factors");
    assert_eq!(codes(&told), [issue("row.unit", 4, false)]);
    let of_unit = told.value.demand().factors().of_service(service("PHA"), told.value.units());
    assert_eq!(of_unit.iter().map(|f| (f * 2.0) as i32).collect::<Vec<_>>(), [4, 3, 3, 3, 2]);
    let again = StudyArea::from_bytes(&told.value.to_bytes().expect("binary")).expect("whole");
    assert_eq!(again.facilities(), told.value.facilities());
    assert_eq!(again.candidates(), told.value.candidates());
    assert_eq!(again.demand().factors(), told.value.demand().factors());
}

#[test]
fn files_that_cannot_be_read_are_refused_whole() {
    let area = villages();
    let refused = |text: &str| {
        let e = import_people(&area, &file("f.csv", text.as_bytes())).expect_err("refused");
        assert!(e.place().is_some_and(|p| p.starts_with("f.csv")), "{e}");
        (e.code(), e.found().to_owned())
    };
    let (code, found) = refused("单元代码,常住人口,身份证号\n990102003001,1,2\n");
    assert_eq!(code, ErrorCode::TablePersonal);
    assert!(found.contains("身份证号"));
    assert_eq!(refused("单元代码,备注\n990102003001,1\n").0, ErrorCode::TableColumn);
    assert_eq!(refused("a,b\n1,2\n").0, ErrorCode::TableColumn);
    assert_eq!(refused("").0, ErrorCode::TableFormat);
    assert_eq!(refused("{\"type\":\"Topology\"}").0, ErrorCode::TableFormat);
    assert_eq!(refused("单元代码,常住人口\n1,2\n").0, ErrorCode::TableFormat);
}

#[test]
fn merged_headers_are_read_and_data_is_not_taken_for_a_header() {
    let area = villages();
    let text = "单元代码,常住人口,其中,\n,,0-2岁,60岁以上\n990102003001,1000,20,200\n";
    let read = import_people(&area, &file("p.csv", text.as_bytes())).expect("people");
    assert_eq!((codes(&read), read.rows), (vec![], 1));
    let groups: Vec<_> = read.value.demand().groups().iter().map(|(code, _)| code).collect();
    assert_eq!(groups, ["0-2", "60+"]);
    assert!(read.value.notes().iter().any(|n| n.code == "table.read"));
    assert!(read.value.notes().iter().all(|n| !n.code.starts_with("people.")));
    // The first row's key is the name of another column.
    let feed = "facility_code,key,value\nn9002,来源,名录\nn9002,来源,普查\n";
    let told = import_attributes(&area, &file("af.csv", feed.as_bytes())).expect("attributes");
    assert_eq!((told.rows, told.placed), (2, 2));
    let said = &told.value.facilities().all()[0].detail.attributes;
    assert_eq!((said.len(), said[0].value.as_str()), (1, "普查"));
}

#[test]
fn a_files_datum_is_proposed_from_its_own_places() {
    let rows: Vec<String> = doors()
        .into_iter()
        .map(|door| Datum::Bd09.from_wgs84(door))
        .map(|(lng, lat)| format!("药店,{lng:.7},{lat:.7}\n"))
        .collect();
    let text = format!("服务,经度,纬度\n{}", rows.concat());
    let places = places(&file("f.csv", text.as_bytes())).expect("places");
    assert_eq!(places.len(), 60);
    let proposal = propose_by_roads(&places, &town().roads(TravelMode::Walk));
    assert_eq!(proposal.datum, Datum::Bd09);
}
