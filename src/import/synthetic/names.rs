//! Made-up names in the style of the water towns: none is a real place's.

use super::random::Random;
use std::collections::HashSet;

/// Beginnings that real village names there do not have.
const FIRST: [&str; 40] = [
    "霁", "岫", "黛", "芷", "蘅", "棠", "砚", "翎", "澹", "璞", "霭", "槿", "苓", "萤", "椿", "霜",
    "芊", "鹂", "蓼", "荇", "沅", "漪", "砾", "筠", "枫", "桐", "榆", "楝", "莳", "茗", "鹭", "鸥",
    "鹤", "隼", "鲤", "鳜", "螺", "蟾", "萱", "蕙",
];
const SECOND: [&str; 30] = [
    "云", "月", "石", "溪", "泉", "林", "田", "塘", "庄", "山", "南", "北", "东", "西", "家", "里",
    "上", "下", "新", "古", "青", "白", "红", "清", "明", "水", "竹", "桑", "花", "荡",
];
const VILLAGE: [&str; 20] = [
    "兜", "埭", "漾", "浜", "溇", "墩", "桥", "湾", "港", "圩", "坞", "坪", "渡", "渚", "汇", "坝",
    "畈", "弄", "塍", "濮",
];
const COMMUNITY: [&str; 12] =
    ["苑", "园", "坊", "里", "庭", "桥", "门", "巷", "花苑", "家园", "新村", "广场"];

/// Gives each name once.
#[derive(Debug, Default)]
pub(super) struct Names {
    given: HashSet<String>,
}

impl Names {
    /// A village's name.
    pub(super) fn village(&mut self, random: &mut Random) -> String {
        self.make(random, |r| format!("{}{}村", stem(r), VILLAGE[r.below(VILLAGE.len())]))
    }

    /// A town community's name.
    pub(super) fn community(&mut self, random: &mut Random) -> String {
        self.make(random, |r| format!("{}{}社区", stem(r), COMMUNITY[r.below(COMMUNITY.len())]))
    }

    /// The name of a township or county with its ending.
    pub(super) fn place(&mut self, random: &mut Random, ending: &str) -> String {
        self.make(random, |r| format!("{}{ending}", stem(r)))
    }

    fn make(&mut self, random: &mut Random, draw: impl Fn(&mut Random) -> String) -> String {
        for _ in 0..64 {
            let name = draw(random);
            if self.given.insert(name.clone()) {
                return name;
            }
        }
        // Every combination is taken: number the next.
        let name = format!("{}{}", draw(random), self.given.len());
        self.given.insert(name.clone());
        name
    }
}

fn stem(random: &mut Random) -> String {
    format!("{}{}", FIRST[random.below(FIRST.len())], SECOND[random.below(SECOND.len())])
}
