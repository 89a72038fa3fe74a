//! Why places are not reached, and which circles touch the border, on hand-drawn maps.

mod common;

use common::{Map, at};
use service_circle::access::{FacilityTimes, JoinedStudy, NearestFacility};
use service_circle::checkup::Unserved;
use service_circle::facts::ServiceStandard;
use service_circle::import::osm;
use service_circle::network::{ModeProfile, ModeRoads, RoadNetwork};
use service_circle::reach::unreached::{self, Standing, Unreached, WHENEVER};
use service_circle::reach::{BorderTimes, Isochrone, reached_roads};
use service_circle::units::TravelMode::{Drive, Walk};
use service_circle::units::{Direction, LngLat, Millis, TravelMode};

/// Seconds a walker takes for a metre.
const WALK: f64 = 3.6 / 4.8;

fn minutes(m: f64) -> Millis {
    Millis::from_minutes(m).expect("in range")
}

/// A town of 6 km, a footway on an island of 200 m north of it, and a road for cars only.
fn town_and_island() -> Map {
    Map::new()
        .road(1, 1, 7, 1000.0, "highway=residential")
        .node(20, 2000.0, 5000.0)
        .node(21, 2200.0, 5000.0)
        .way(2, &[20, 21], "highway=footway")
        .node(30, 4000.0, 2000.0)
        .node(31, 6000.0, 2000.0)
        .way(3, &[30, 31], "highway=motorway")
}

#[test]
fn pitfall_10_every_place_that_is_not_reached_says_why() {
    let map = town_and_island();
    let roads = map.roads(Walk);
    let home = at(100.0, 0.0);
    let places = [
        (at(300.0, 10.0), None),
        (at(3000.0, 0.0), Some(Unreached::BeyondCutoff)),
        (at(2100.0, 5000.0), Some(Unreached::Island)),
        (at(5000.0, 2000.0), Some(Unreached::NoRoadWithinCap)),
        (at(90_000.0, 0.0), Some(Unreached::OutsideExtract)),
    ];
    let to: Vec<LngLat> = places.iter().map(|p| p.0).collect();
    let expected: Vec<_> = places.iter().map(|p| p.1).collect();
    assert_eq!(unreached::table(&roads, &[home], &to, minutes(15.0)).expect("small"), expected);
    // Seen from the other side it is the same; without a cut-off nothing is beyond it.
    assert_eq!(unreached::table(&roads, &to, &[home], minutes(15.0)).expect("small"), expected);
    let ever = unreached::table(&roads, &[home], &to, WHENEVER).expect("small");
    assert_eq!(ever[1], None);
    assert_eq!(ever[2..], expected[2..]);
    // From a place that is not joined nothing is reached, for its own reason.
    let nowhere = unreached::table(&roads, &to[4..], &to[..1], minutes(15.0)).expect("small");
    assert_eq!(nowhere, [Some(Unreached::OutsideExtract)]);
}

#[test]
fn a_one_way_road_makes_an_island_only_one_way() {
    let map = Map::new().road(1, 1, 2, 5000.0, "highway=unclassified").node(3, 0.0, 900.0).way(
        2,
        &[3, 1],
        "highway=unclassified oneway=yes",
    );
    let roads = map.roads(Drive);
    let (feeder, town) = (at(0.0, 800.0), at(4900.0, 0.0));
    let reason =
        |a, b| unreached::table(&roads, &[a], &[b], minutes(2.5)).expect("small").remove(0);
    assert_eq!(reason(feeder, town), Some(Unreached::BeyondCutoff));
    assert_eq!(reason(town, feeder), Some(Unreached::Island));
}

#[test]
fn pitfall_10_an_island_says_which_and_how_big() {
    let map = town_and_island();
    let roads = map.roads(Walk);
    let standing = Standing::of(&roads, at(2100.0, 5000.0));
    let part = standing.part.expect("joined");
    assert_eq!(part.rank, 2);
    assert!((part.kilometres - 0.2).abs() < 0.001, "{part:?}");
    assert!((part.share - 0.2 / 6.2).abs() < 0.001, "{part:?}");
    // 200 m of 6.2 km are more than 1 %: another part of the roads, no island of a few metres.
    assert_eq!(standing.island(&roads), None);
    let town = Standing::of(&roads, at(2100.0, 0.0));
    assert_eq!(town.part.map(|p| p.rank), Some(1));
    let small = map.node(40, 0.0, 5000.0).node(41, 50.0, 5000.0).way(4, &[40, 41], "highway=path");
    let roads = small.roads(Walk);
    let island = Standing::of(&roads, at(25.0, 5000.0)).island(&roads).expect("an island");
    assert!(island.rank == 3 && (island.kilometres - 0.05).abs() < 0.001, "{island:?}");
}

#[test]
fn a_place_without_a_road_says_how_far_the_nearest_is() {
    let roads = town_and_island().roads(Walk);
    // 40 m off the motorway, 1960 m off the nearest road to walk on.
    let standing = Standing::of(&roads, at(5000.0, 1960.0));
    assert!(standing.link.is_err() && standing.part.is_none());
    assert!((standing.nearest_metres.expect("a road") - 1960.0).abs() < 1.0);
    assert!((standing.nearest_any_metres.expect("a road") - 40.0).abs() < 0.5);
    // However far away.
    let far = Standing::of(&roads, at(60_000.0, 0.0));
    assert!((far.nearest_metres.expect("a road") - 54_000.0).abs() < 100.0);
    // Roads of the mode only.
    let driving = Standing::of(&town_and_island().roads(Drive), at(2100.0, 4990.0));
    assert!((driving.nearest_any_metres.expect("a road") - 10.0).abs() < 0.1);
    assert!(driving.nearest_metres.expect("a road") > 3000.0);
}

#[test]
fn nobody_boards_a_ferry_halfway() {
    let on = service_circle::network::ModeSettings { ferries: Some(true), ..Default::default() };
    let profile = ModeProfile::with(Walk, &on).expect("valid");
    let roads = Map::new()
        .road(1, 1, 3, 100.0, "highway=residential")
        .node(10, 5000.0, 0.0)
        .node(11, 5200.0, 0.0)
        .way(2, &[10, 11], "highway=residential")
        .way(3, &[3, 10], "route=ferry duration=00:20")
        .roads_with(&profile);
    let afloat = at(2500.0, 20.0);
    assert!(roads.link(afloat).is_err());
    assert!(Standing::of(&roads, afloat).nearest_any_metres.expect("a quay") > 2000.0);
}

/// A road of 10 km to the east, as the whole file, with what the file says of its box.
fn with_bounds(stated: &str) -> RoadNetwork {
    let xml = String::from_utf8(Map::new().road(1, 1, 11, 1000.0, "highway=residential").xml());
    let xml = xml.expect("text").replace("<osm version=\"0.6\">", &format!("<osm>{stated}"));
    osm::read_network(xml.as_bytes(), &mut |_, _| {}).expect("a readable map")
}

fn stated(west: f64, south: f64, east: f64, north: f64) -> String {
    let (low, high) = (at(west, south), at(east, north));
    let (lng, lat) = (low.lng(), low.lat());
    let (to_lng, to_lat) = (high.lng(), high.lat());
    format!("<bounds minlon=\"{lng}\" minlat=\"{lat}\" maxlon=\"{to_lng}\" maxlat=\"{to_lat}\"/>")
}

fn roads_of(network: RoadNetwork, mode: TravelMode) -> ModeRoads {
    let layers = service_circle::network::RoadLayers::new(std::sync::Arc::new(network));
    layers.roads_of(&ModeProfile::of(mode)).expect("roads")
}

/// Metres along the road to the border, as a walker's time tells them.
fn metres_to_border(roads: &ModeRoads, place: LngLat, direction: Direction) -> f64 {
    let link = roads.link(place).expect("joined");
    let time = BorderTimes::of(roads, direction).time(place, &link);
    (time.seconds() - f64::from(link.off_road.0) / 1000.0) / WALK
}

#[test]
fn pitfall_11_circles_that_reach_the_stated_box_are_told() {
    // Inside the border by as much as a place may lie off its road: 500 m.
    let roads = roads_of(with_bounds(&stated(-9000.0, -5000.0, 8000.0, 5000.0)), Walk);
    for direction in [Direction::To, Direction::From] {
        let metres = metres_to_border(&roads, at(7000.0, 0.0), direction);
        assert!((metres - 500.0).abs() < 1.0, "{metres}");
        let metres = metres_to_border(&roads, at(2000.0, 0.0), direction);
        assert!((metres - 5500.0).abs() < 1.0, "{metres}");
        // The circle touches the border just when its time reaches it.
        let border = BorderTimes::of(&roads, direction);
        let place = at(7000.0, 0.0);
        let time = border.time(place, &roads.link(place).expect("joined"));
        assert!(time.within(Millis(375_500)) && !time.within(Millis(374_500)), "{time:?}");
    }
    // Who lives at the border or beyond it is at it.
    assert!(metres_to_border(&roads, at(7900.0, 10.0), Direction::To) <= 0.0);
    assert!(metres_to_border(&roads, at(9500.0, 10.0), Direction::To) <= 0.0);
}

#[test]
fn pitfall_11_an_island_in_a_wide_box_warns_nowhere() {
    let roads = roads_of(with_bounds(&stated(-50_000.0, -50_000.0, 60_000.0, 50_000.0)), Walk);
    let border = BorderTimes::of(&roads, Direction::To);
    assert!(border.is_nowhere());
    let place = at(0.0, 0.0);
    assert_eq!(border.time(place, &roads.link(place).expect("joined")), Millis::NEVER);
}

#[test]
fn pitfall_11_a_file_that_tells_nothing_ends_where_its_roads_do() {
    let roads = roads_of(with_bounds(""), Walk);
    let metres = metres_to_border(&roads, at(4000.0, 0.0), Direction::From);
    // It lies at the northern and the southern bound at once.
    assert!(metres <= 0.0, "{metres}");
}

#[test]
fn pitfall_11_a_road_whose_nodes_are_missing_is_cut_by_the_border() {
    // Node 12 is not in the file; a second road ends where the first is cut, and both go on as one
    // chain but for the cut.
    let map = Map::new()
        .road(1, 1, 4, 1000.0, "highway=residential")
        .way(2, &[4, 12], "highway=residential")
        .node(5, 3000.0, 2000.0)
        .way(3, &[4, 5], "highway=residential")
        .way(4, &[5, 1], "highway=motorway");
    let network = map.network();
    assert_eq!(network.border().cut.len(), 1);
    assert_eq!(network.junction_code(network.border().cut[0]), 4);
    assert_eq!(network.border().stated, None);
    let roads = map.roads(Walk);
    assert!((metres_to_border(&roads, at(1000.0, 0.0), Direction::To) - 2000.0).abs() < 1.0);
    let near = at(2990.0, 0.0);
    assert!((metres_to_border(&roads, near, Direction::To) - 10.0).abs() < 1.0);
    // The border is kept with the network.
    let bytes = network.to_bytes().expect("written");
    assert_eq!(RoadNetwork::from_bytes(&bytes).expect("read").border(), network.border());
}

#[test]
fn pitfall_11_a_circle_touches_the_border_just_when_its_roads_do() {
    let map = Map::new().road(1, 1, 4, 1000.0, "highway=residential").way(
        2,
        &[4, 12],
        "highway=residential",
    );
    let roads = map.roads(Walk);
    let cut = roads.network.junction_at(roads.network.border().cut[0]);
    let mut line = Vec::new();
    for direction in [Direction::To, Direction::From] {
        let border = BorderTimes::of(&roads, direction);
        let mut isochrone = Isochrone::new(&roads, direction);
        for metres in [100.0, 1400.0, 1900.0, 2600.0] {
            let place = at(metres, 0.0);
            let time = border.time(place, &roads.link(place).expect("joined"));
            let within = minutes(15.0);
            let pieces = isochrone.reached_roads(place, within).expect("joined").to_vec();
            let touches = pieces.iter().any(|piece| {
                reached_roads::points_between(&roads.network, piece, &mut line);
                line.contains(&cut)
            });
            assert_eq!(time.within(within), touches, "{metres} {time:?}");
            assert_eq!(touches, metres > 1800.0);
        }
    }
}

#[test]
fn a_road_that_was_never_in_the_file_or_a_ferry_cuts_nothing() {
    let map = Map::new()
        .road(1, 1, 3, 1000.0, "highway=residential")
        .way(2, &[3, 99], "route=ferry duration=00:20")
        .way(3, &[97, 98], "highway=residential");
    assert!(map.network().border().cut.is_empty());
}

/// A council of 1 km² with one home in its middle.
fn council(map: Map, id: i64, west: f64, south: f64, name: &str, people: u32) -> Map {
    let square = |map: Map, n: i64, west: f64, south: f64, side: f64, tags: &str| {
        map.node(n, west, south)
            .node(n + 1, west + side, south)
            .node(n + 2, west + side, south + side)
            .node(n + 3, west, south + side)
            .way(n, &[n, n + 1, n + 2, n + 3, n], tags)
    };
    let tags = format!("boundary=administrative admin_level=8 name={name}");
    let map = square(map, id, west, south, 1000.0, &tags);
    let (x, y) = (west + 500.0, south + 500.0);
    let map = square(map, id + 10, x, y, 10.0, "building=house");
    map.tagged_node(id + 20, x, y + 50.0, &format!("place=village population={people}"))
}

/// Four councils and a pharmacy in the first: near; far, at a road that is cut; on an island; and
/// off every road.
fn four_councils() -> JoinedStudy {
    let map = Map::new()
        .road(1, 1, 71, 100.0, "highway=residential")
        .way(2, &[71, 999], "highway=residential")
        .node(80, 400.0, 5490.0)
        .node(81, 600.0, 5490.0)
        .way(3, &[80, 81], "highway=footway")
        .tagged_node(90, 100.0, 20.0, "amenity=pharmacy name=One");
    let map = council(map, 1000, 0.0, -500.0, "Near", 100);
    let map = council(map, 2000, 6000.0, -500.0, "Far", 200);
    let map = council(map, 3000, 0.0, 5000.0, "Island", 30);
    let map = council(map, 4000, 3000.0, 2000.0, "Field", 7);
    let area = osm::read_study(&map.xml(), osm::tag_table::STANDARD, &mut |_, _| {});
    JoinedStudy::new(area.expect("a readable map"))
}

#[test]
fn the_unserved_are_told_apart_by_reason_and_by_the_border() {
    let study = four_councils();
    let service = study.area().catalogue().find("PHA").expect("pharmacies");
    let profile = ModeProfile::of(Walk);
    let times = FacilityTimes::of(&study, service, &profile).expect("answered");
    let residents = study.residents(&profile).expect("roads");
    let standard = |m| ServiceStandard { service, within: minutes(m) };
    let found = Unserved::of(study.area(), &residents, standard(15.0), &times);
    assert_eq!(found.people.map(|p| p.round() as u32), [0, 7, 30, 200]);
    for (at, reason) in study.area().demand().at().iter().zip(&found.reasons) {
        let is_near =
            at.lng() < self::at(1000.0, 0.0).lng() && at.lat() < self::at(0.0, 600.0).lat();
        assert_eq!(reason.is_none(), is_near, "{at:?} {reason:?}");
    }
    // All of the far council lives within 1000 m of where its road is cut.
    assert!((found.near_border - 200.0).abs() < 1e-9, "{}", found.near_border);
    let units = study.area().units();
    let of = |name: &str, found: &Unserved| {
        let unit = units.all().iter().position(|u| u.name == name).expect("a unit");
        found.unit_near_border[unit]
    };
    assert_eq!(["Near", "Far", "Island"].map(|n| of(n, &found).round() as u32), [0, 200, 0]);
    // In 5 minutes only those who live within 400 m of it get there.
    let soon = Unserved::of(study.area(), &residents, standard(5.0), &times).near_border;
    assert!(soon > 20.0 && soon < 150.0, "{soon}");
}

#[test]
fn the_nearest_facility_gives_the_same_reasons() {
    let study = four_councils();
    let service = study.area().catalogue().find("PHA").expect("pharmacies");
    let ask = |east, north| {
        let profile = ModeProfile::of(Walk);
        NearestFacility::from(&study, at(east, north), service, &profile).expect("answered")
    };
    assert!(matches!(ask(500.0, 0.0), NearestFacility::Reached(..)));
    for (east, north, reason) in [
        (6500.0, 0.0, Unreached::BeyondCutoff),
        (500.0, 5500.0, Unreached::Island),
        (3500.0, 2500.0, Unreached::NoRoadWithinCap),
        (60_000.0, 0.0, Unreached::OutsideExtract),
    ] {
        assert_eq!(ask(east, north), NearestFacility::NotReached(reason));
    }
}

#[test]
fn pitfall_11_malta_and_the_isle_of_man_have_sea_all_round() {
    for file in
        ["www/public/demo/malta-2024-03-13.osm.pbf", "tests/data/isle_of_man_2020-03-14.osm.pbf"]
    {
        let path = format!("{}/{file}", env!("CARGO_MANIFEST_DIR"));
        let bytes = std::fs::read(path).expect("the map is there");
        let network = osm::read_network(&bytes, &mut |_, _| {}).expect("a readable map");
        // The box that the file's header states lies around the roads, out at sea.
        let [west, south, east, north] = network.border().stated.expect("a box");
        let roads = network.bounds().map(|degrees| (degrees * 1e7) as i32);
        assert!(west < roads[0] && south < roads[1] && east > roads[2] && north > roads[3]);
        assert!(network.border().cut.is_empty());
        for mode in TravelMode::ALL {
            let graph =
                service_circle::network::ModeGraph::derive(&network, &ModeProfile::of(mode));
            assert!(network.border().places(&network, &graph).is_empty(), "{file} {mode:?}");
        }
    }
}
