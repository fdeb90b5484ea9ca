//! Places that datelines name.

use crate::text::fold;

/// The cities that the AP Stylebook and the Reuters Handbook let stand alone in a dateline, folded.
const STANDING_ALONE: &str = "\
    amsterdam, atlanta, baghdad, baltimore, bangkok, barcelona, basel, beijing, beirut, berlin, bombay, bonn, boston, \
    brussels, calcutta, cape town, chicago, cincinnati, cleveland, cologne, dallas, denver, detroit, djibouti, dubai, \
    dublin, dusseldorf, edinburgh, florence, frankfurt, geneva, gibraltar, glasgow, hamburg, ho chi minh city, \
    hong kong, honolulu, houston, indianapolis, istanbul, jeddah, jerusalem, johannesburg, karachi, kolkata, lagos, \
    las vegas, london, los angeles, luxembourg, macao, macau, marseille, mecca, melbourne, miami, milan, milwaukee, \
    minneapolis, montreal, mumbai, munich, naples, new orleans, new york, oklahoma city, osaka, philadelphia, phoenix, \
    pittsburgh, quebec, quebec city, rio de janeiro, rotterdam, salt lake city, san antonio, san diego, \
    san francisco, sao paulo, seattle, shanghai, st. louis, st. petersburg, strasbourg, stuttgart, sydney, tel aviv, \
    the hague, toronto, turin, united nations, vancouver, venice, zurich";

/// The capitals of countries and of the states of the United States, folded. Left out are those
/// that are better known as another word: Georgetown, Jackson, Lincoln, Madison, Male, Victoria.
const CAPITALS: &str = "\
    abidjan, abu dhabi, abuja, accra, addis ababa, algiers, amman, andorra la vella, ankara, antananarivo, apia, \
    ashgabat, asmara, astana, asuncion, athens, baku, bamako, bandar seri begawan, bangui, banjul, basseterre, \
    belgrade, belmopan, bern, berne, bishkek, bissau, bogota, brasilia, bratislava, brazzaville, bridgetown, \
    bucharest, budapest, buenos aires, bujumbura, cairo, canberra, caracas, castries, chisinau, colombo, conakry, \
    copenhagen, dakar, damascus, dar es salaam, dhaka, dili, dodoma, doha, dushanbe, freetown, funafuti, gaborone, \
    gitega, guatemala city, hanoi, harare, havana, helsinki, honiara, islamabad, jakarta, juba, kabul, kampala, \
    kathmandu, khartoum, kiev, kigali, kingston, kingstown, kinshasa, kuala lumpur, kuwait city, kyiv, la paz, \
    libreville, lilongwe, lima, lisbon, ljubljana, lome, luanda, lusaka, madrid, majuro, malabo, managua, manama, \
    manila, maputo, maseru, mbabane, mexico city, minsk, mogadishu, monaco, monrovia, montevideo, moroni, moscow, \
    muscat, n'djamena, nairobi, nassau, naypyitaw, new delhi, niamey, nicosia, nouakchott, nuku'alofa, nur-sultan, \
    oslo, ottawa, ouagadougou, panama city, paramaribo, paris, phnom penh, podgorica, port louis, port moresby, \
    port of spain, port vila, port-au-prince, porto-novo, prague, praia, pretoria, pristina, pyongyang, quito, rabat, \
    rangoon, reykjavik, riga, riyadh, rome, roseau, san jose, san juan, san marino, san salvador, sana'a, sanaa, \
    santiago, santo domingo, sarajevo, seoul, singapore, skopje, sofia, st. george's, st. john's, stockholm, sucre, \
    suva, taipei, tallinn, tarawa, tashkent, tbilisi, tegucigalpa, tehran, thimphu, tirana, tokyo, tripoli, tunis, \
    ulaanbaatar, vaduz, valletta, vatican city, vienna, vientiane, vilnius, warsaw, washington, wellington, windhoek, \
    yamoussoukro, yangon, yaounde, yerevan, zagreb, \
    albany, annapolis, augusta, austin, baton rouge, bismarck, boise, carson city, charleston, cheyenne, columbia, \
    columbus, concord, des moines, dover, frankfort, harrisburg, hartford, helena, jefferson city, juneau, lansing, \
    little rock, montgomery, montpelier, nashville, olympia, pierre, providence, raleigh, richmond, sacramento, \
    salem, santa fe, springfield, st. paul, tallahassee, topeka, trenton";

/// The largest other cities of the countries whose newspapers are mostly read here, folded.
const LARGE: &str = "\
    adelaide, albuquerque, anaheim, anchorage, auckland, bakersfield, belfast, birmingham, brisbane, \
    bristol, brooklyn, buffalo, calgary, cardiff, charlotte, colorado springs, corpus christi, durban, \
    edmonton, el paso, fort lauderdale, fort wayne, fort worth, fresno, grand rapids, greensboro, halifax, \
    jacksonville, kansas city, knoxville, leeds, lexington, liverpool, long beach, louisville, manchester, manhattan, \
    memphis, newark, norfolk, oakland, omaha, orlando, perth, portland, reno, rochester, san bernardino, \
    santa ana, sheffield, shreveport, spokane, syracuse, tacoma, tampa, toledo, tucson, tulsa, virginia beach, wichita, \
    winnipeg";

/// The abbreviations of states that the AP Stylebook prints in datelines, folded.
const STATES: &str = "\
    ala., ariz., ark., calif., colo., conn., d.c., del., fla., ga., ill., ind., kan., ky., la., md., mass., mich., \
    minn., miss., mo., mont., neb., nev., n.h., n.j., n.m., n.y., n.c., n.d., okla., ore., pa., r.i., s.c., s.d., \
    tenn., vt., va., wash., w.va., wis., wyo., b.c., ont., que.";

/// Whether `place` is a city known well enough to need no region in a dateline, or several with
/// slashes.
pub fn is_dateline_city(place: &str) -> bool {
    let folded = fold::fold(place);
    folded
        .split('/')
        .map(str::trim)
        .all(|city| [STANDING_ALONE, CAPITALS, LARGE].iter().any(|list| is_among(list, city)))
}

/// Whether `region` is a state's abbreviation.
pub fn is_state(region: &str) -> bool {
    is_among(STATES, &fold::fold(region))
}

fn is_among(list: &str, name: &str) -> bool {
    list.split(", ").any(|known| known == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cities_are_known_in_any_case_alone_and_together() {
        for city in ["CHICAGO", "Zürich", "São Paulo", "NEW YORK/LONDON", "N’DJAMENA", "Boise"] {
            assert!(is_dateline_city(city), "{city}");
        }
        for none in ["TRUMP", "", "LINCOLN", "LONDON/TRUMP", "amsterdam, atlanta"] {
            assert!(!is_dateline_city(none), "{none}");
        }
    }
}
