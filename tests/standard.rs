//! The standard: the shipped table holds what it should, and tables are edited without loss.

use service_circle::ErrorCode;
use service_circle::facts::standard_table::DEFAULT;
use service_circle::facts::{Catalogue, NormBase, StandardTable, Trust, Zone};
use service_circle::units::{Millis, TravelMode};

fn standard() -> StandardTable {
    StandardTable::standard().expect("the shipped table")
}

#[test]
fn the_shipped_table_has_a_row_for_every_service_under_its_domain() {
    let (table, catalogue) = (standard(), Catalogue::standard());
    assert_eq!(table.rows.len(), 31);
    for (row, service) in table.rows.iter().zip(catalogue.services()) {
        assert_eq!(row.code, service.code);
        assert_eq!(row.domain, catalogue.domains()[service.domain].code, "{}", row.code);
        assert_eq!(row.name.en, service.name.en);
        assert!(row.minutes.each().iter().all(|m| **m <= 30.0) && !row.source.zh.is_empty());
    }
    assert!(!table.name.is_empty() && !table.version.is_empty());
}

#[test]
fn the_numbers_are_those_of_the_notes() {
    let table = standard();
    let row = |code: &str| table.row(code).expect("a row");
    // norm, base, minutes by zone, minimum scale in town, rigid: every row once.
    let (g, t) = (NormBase::Group, NormBase::Total);
    let expected = [
        ("ECN", 5.5, t, [10, 15, 15], 20, true),
        ("ECH", 4.0, g, [15, 15, 15], 60, false),
        ("CHD", 100.0, g, [10, 15, 15], 30, false),
        ("KIN", 980.0, g, [5, 10, 15], 180, true),
        ("PRI", 1000.0, g, [10, 15, 15], 540, true),
        ("JUN", 1000.0, g, [15, 15, 15], 900, true),
        ("LIB", 10.0, t, [15, 15, 15], 60, false),
        ("SEN", 15.0, g, [15, 15, 15], 30, false),
        ("JOB", 1.5, g, [15, 15, 15], 50, false),
        ("TRN", 2.0, g, [15, 15, 15], 30, false),
        ("GOV", 0.1, t, [15, 15, 15], 1, true),
        ("CHC", 34.0, t, [15, 15, 15], 1700, true),
        ("CHS", 25.0, t, [10, 10, 15], 120, true),
        ("PHA", 0.3, t, [10, 15, 15], 1, false),
        ("HOS", 6.0, t, [15, 30, 30], 100, false),
        ("NUR", 35.0, g, [15, 15, 15], 50, true),
        ("HCC", 79.1, t, [15, 15, 15], 750, true),
        ("DAY", 10.0, g, [5, 10, 15], 350, true),
        ("MEA", 50.0, g, [10, 10, 15], 30, false),
        ("SAC", 60.0, g, [5, 10, 15], 50, false),
        ("CSC", 118.6, t, [10, 15, 15], 600, true),
        ("CUL", 60.0, t, [15, 15, 15], 200, true),
        ("SPO", 2600.0, t, [10, 15, 15], 150, true),
        ("PAR", 1000.0, t, [10, 15, 15], 4000, false),
        ("MKT", 100.0, t, [10, 15, 15], 750, false),
        ("CHG", 10.0, t, [10, 10, 15], 2, false),
        ("SHE", 1500.0, t, [15, 15, 15], 2000, false),
        ("DIS", 30.0, g, [15, 15, 15], 10, true),
        ("AID", 20.0, g, [15, 15, 15], 1, true),
        ("LAW", 0.5, t, [15, 15, 15], 1, false),
        ("VET", 10.0, g, [15, 15, 15], 1, false),
    ];
    assert_eq!(expected.len(), table.rows.len());
    for (code, norm, base, minutes, scale, rigid) in expected {
        let row = row(code);
        assert_eq!((row.norm, row.base, row.rigid), (norm, base, rigid), "{code}");
        assert_eq!(row.minutes.each().map(|m| *m as i32), minutes, "{code}");
        assert_eq!(row.min_scale.urban as i32, scale, "{code}");
    }
    assert_eq!(row("HOS").mode.urban, TravelMode::Drive);
    assert_eq!(row("KIN").mode.each().map(|m| *m), TravelMode::ALL);
    assert_eq!(row("CUL").k.each().map(|k| *k), [3, 1, 1]);
    assert_eq!(row("CHS").min_scale.rural as i32, 80);
    assert_eq!((row("ECN").tags.norm, row("CHS").tags.norm), (Trust::V, Trust::V2));
    assert_eq!(row("HCC").norm_per_person(true).to_bits(), (118.6f64 / 1000.0).to_bits());
    assert_eq!(row("HCC").rate_per_person(false).to_bits(), (79.1f64 / 1000.0).to_bits());
    // Children's clinics are measured in visits, their minimum scale in square metres.
    assert_eq!(row("ECH").assumed_capacity(Zone::Urban), None);
    assert_eq!(row("KIN").assumed_capacity(Zone::Rural), Some(180.0));
    let service = Catalogue::standard().find("KIN").expect("known");
    let within = row("KIN").within(service, Zone::Urban).expect("a time");
    assert!(within.is_met_by(Millis(300_000)) && !within.is_met_by(Millis(300_001)));
}

#[test]
fn a_table_survives_csv_and_json() {
    let table = standard();
    assert_eq!(StandardTable::from_csv(&table.to_csv()), Ok(table.clone()));
    let marked = format!("\u{feff}{}", table.to_csv().replace('\n', "\r\n"));
    assert_eq!(StandardTable::from_csv(&marked), Ok(table.clone()));
    assert_eq!(StandardTable::from_json(&table.to_json().expect("JSON")), Ok(table));
}

#[test]
fn headers_in_chinese_and_in_another_order_are_read() {
    let header = "代码,设施,设施(英文),领域,服务人群,容量单位,容量单位(英文),千人指标,新建区千人指标,指标基数,千人需求,城镇化分钟,近郊分钟,远郊分钟,城镇化方式,近郊方式,远郊方式,城镇化处数,近郊处数,远郊处数,刚性,城镇化最小规模,近郊最小规模,远郊最小规模,规模单位,规模单位(英文),指标可信度,时间可信度,规模可信度,来源(英文),来源";
    let row = "JOB,就业服务站,Job centres,劳有厚得,15-59,人次/日,visits/day,1.5,,服务人群,,15,15,15,步行,骑行,车行,1,1,1,否,50,50,50,m²,m²,A,S,own,en,zh";
    let table = StandardTable::from_csv(&format!("{header}\n{row}\n")).expect("a table");
    let read = &table.rows[0];
    assert_eq!((read.domain.as_str(), read.mode.rural), ("work", TravelMode::Drive));
    assert_eq!((read.source.zh.as_ref(), read.tags.scale), ("zh", Trust::Own));
}

#[test]
fn unknown_missing_and_repeated_columns_are_named() {
    let refused = |text: &str| {
        let e = StandardTable::from_csv(text).expect_err("refused");
        (e.code(), e.place().unwrap_or_default().to_owned(), e.found().to_owned())
    };
    let (code, place, found) = refused(&DEFAULT.replacen("scale_tag", "colour", 1));
    assert_eq!((code, place.as_str()), (ErrorCode::StandardColumn, "column 29"));
    assert!(found.contains("colour"));
    assert!(refused(&DEFAULT.replacen("k_rural", "k_urban", 1)).2.contains("twice"));
    assert!(refused(&DEFAULT.replacen(",k_rural,", ",,", 1)).2.contains("k_rural"));
    assert_eq!(refused("").0, ErrorCode::StandardColumn);
    let json = standard().to_json().expect("JSON").replacen("\"rigid\"", "\"colour\"", 1);
    let error = StandardTable::from_json(&json).expect_err("an unknown field");
    assert_eq!(error.code(), ErrorCode::StandardRow);
    assert!(error.found().contains("colour"), "{error}");
}

#[test]
fn cells_that_are_none_are_refused_with_row_and_column() {
    let refused = |from: &str, to: &str| {
        let e = StandardTable::from_csv(&DEFAULT.replacen(from, to, 1)).expect_err("refused");
        assert_eq!(e.code(), ErrorCode::StandardRow);
        e.place().unwrap_or_default().to_owned()
    };
    assert_eq!(refused("places,980,", "places,many,"), "row 7: norm");
    assert_eq!(refused("places,980,", "places,-1,"), "row 4 (KIN): norm");
    assert_eq!(refused("places,980,", "places,NaN,"), "row 4 (KIN): norm");
    assert_eq!(refused(",group,,5,10,15,", ",group,,0,10,15,"), "row 4 (KIN): minutes_urban");
    assert_eq!(refused("KIN,", "PRI,"), "row 5 (PRI): code");
    assert_eq!(refused("education,3-5", "leisure,3-5"), "row 7: domain");
    assert_eq!(refused("drive,3,1,1", "drive,0,1,1"), "row 22 (CUL): k_urban");
    assert_eq!(refused("walk,cycle", "fly,cycle"), "row 4: mode_urban");
}

#[test]
fn tables_side_by_side_list_where_they_differ() {
    let (ours, mut theirs, mut third) = (standard(), standard(), standard());
    assert!(StandardTable::differences(&[&ours, &theirs]).is_empty());
    theirs.rows[3].minutes.urban = 10.0;
    theirs.rows[3].rigid = false;
    third.rows.pop();
    let found = StandardTable::differences(&[&ours, &theirs, &third]);
    let value = |s: &str| Some(s.to_owned());
    let [minutes, rigid, missing] = &found[..] else { panic!("{found:?}") };
    assert_eq!(
        (minutes.service.as_str(), minutes.field.as_deref()),
        ("KIN", Some("minutes_urban"))
    );
    assert_eq!(minutes.values, [value("5"), value("10"), value("5")]);
    assert_eq!(rigid.values, [value("yes"), value("no"), value("yes")]);
    assert_eq!((missing.service.as_str(), missing.field.as_deref()), ("VET", None));
    assert_eq!(missing.values, [value("VET"), value("VET"), None]);
}

#[test]
fn a_table_may_bring_services_of_its_own() {
    let mut table = standard();
    let mut row = table.rows[0].clone();
    row.code = "AED".into();
    row.domain = "health".into();
    table.rows.push(row);
    let catalogue = Catalogue::standard().with_services_of(&table);
    assert_eq!(catalogue.find("AED").expect("known").index(), 31);
    assert_eq!(catalogue.len(), 32);
}
