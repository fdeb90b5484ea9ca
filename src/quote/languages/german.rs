//! German.

use super::{Frames, Gendered, LATIN, Language, Method, Names, forms};
use crate::quote::lexicon::Lexicon;
use std::sync::LazyLock;

/// Its table.
pub static GERMAN: Language = Language {
    code: "de",
    script: LATIN,
    common: COMMON,
    names: LazyLock::new(|| Lexicon::new(&NAMES)),
    days: None,
    method: Method::Frames(Frames {
        cues: &forms([
            "sagte",
            "sagt",
            "erklärte",
            "erklärt",
            "betonte",
            "betont",
            "meinte",
            "meint",
            "fragte",
            "fragt",
            "rief",
            "ruft",
            "schrieb",
            "schreibt",
            "antwortete",
            "antwortet",
            "erwiderte",
            "erwidert",
            "entgegnete",
            "ergänzte",
            "ergänzt",
            "fügte",
            "berichtete",
            "berichtet",
            "erzählte",
            "erzählt",
            "kritisierte",
            "kritisiert",
            "warnte",
            "warnt",
            "forderte",
            "fordert",
            "kündigte",
            "teilte",
            "behauptete",
            "behauptet",
            "bekräftigte",
            "bekräftigt",
            "versicherte",
            "versichert",
            "mahnte",
            "mahnt",
            "urteilte",
            "klagte",
            "klagt",
            "lobte",
            "lobt",
            "räumte",
            "gab",
            "stellte",
            "bilanzierte",
            "twitterte",
            "kommentierte",
            "kommentiert",
            "erinnerte",
            "erinnert",
            "unterstrich",
            "hob",
            "zitierte",
            "widersprach",
            "widerspricht",
            "bestätigte",
            "bestätigt",
            "konterte",
            "schimpfte",
            "scherzte",
            "prophezeite",
            "resümierte",
            "so",
        ]),
        articles: &forms([
            "der", "die", "das", "ein", "eine", "sein", "seine", "ihr", "ihre", "dieser", "diese", "jener", "jene",
        ]),
        links: &forms([
            "ab",
            "als",
            "am",
            "an",
            "auch",
            "auf",
            "aus",
            "außerdem",
            "bei",
            "beim",
            "bis",
            "dann",
            "dazu",
            "durch",
            "für",
            "gegen",
            "gegenüber",
            "hinter",
            "im",
            "in",
            "laut",
            "mit",
            "nach",
            "neben",
            "oder",
            "ohne",
            "seit",
            "sowie",
            "über",
            "um",
            "und",
            "unter",
            "vom",
            "von",
            "vor",
            "wegen",
            "weil",
            "wenn",
            "während",
            "zu",
            "zum",
            "zur",
            "zwischen",
        ]),
        he: &forms(["er"]),
        she: &forms(["sie"]),
        compounds: true,
    }),
};

const COMMON: &str = "aber auch auf aus bei beim dass das dem den der des durch ein eine einem einen einer eines er für gegen \
    haben hatte hatten ich ihr ihre ist kann mehr mit nach nicht noch nur oder sagt sagte schon sei sein seine seit sich \
    sie sind sollen sondern unter und uns über vom von vor werden wie wir wird wurde wurden zu zum zur zwischen";

const NAMES: Names = Names {
    honorifics: Gendered { any: "", male: "herr herrn", female: "frau" },
    titles: Gendered { any: "dr. prof.", male: HE, female: SHE },
    given: Gendered { any: "", male: GIVEN_HE, female: GIVEN_SHE },
    organisations: "agentur amt bank behörde blatt bund bundesregierung bundestag club fraktion gericht gesellschaft \
        gewerkschaft gmbh institut kommission konzern landtag magazin ministerium partei polizei portal regierung rundfunk \
        sender staatsanwaltschaft stadt stiftung unternehmen universität verband verein zeitung",
    countries: "ägypten argentinien australien belgien brasilien bulgarien chile china dänemark deutschland england \
        finnland frankreich griechenland großbritannien indien irak iran irland italien japan kanada kroatien \
        mexiko niederlande nordkorea norwegen österreich pakistan polen portugal rumänien russland saudi-arabien \
        schottland schweden schweiz serbien slowakei slowenien spanien südafrika südkorea syrien tschechien türkei \
        ukraine ungarn usa vietnam",
    particles: "von van zu zur vom bin al el de del di",
    times: "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag januar februar märz april mai juni juli \
        august september oktober november dezember heute gestern",
    documents: "artikel bericht brief erklärung gutachten meldung mitteilung studie umfrage urteil",
};

// Longer words end in these: *Regierungssprecherin*. A capital outside ASCII is a letter of its own.
const HE: &str = "abgeordneter abgeordnete analyst anwalt arzt autor bauer beamter berater bischof botschafter bundeskanzler \
    bürgermeister chef dekan direktor experte fahrer forscher funktionär general generalsekretär geschäftsführer \
    gründer historiker ingenieur inhaber intendant jurist kandidat kanzler kapitän kardinal kollege kommandeur kommissar \
    könig leiter lehrer manager meister minister mitarbeiter nachbar oberst ökonom Ökonom papst pastor pfarrer \
    politiker polizist präsident professor redakteur regisseur rektor richter sänger schauspieler schriftsteller senator \
    soziologe sportler sprecher staatsanwalt staatssekretär student trainer unternehmer vater verteidiger volkswirt \
    vorsitzender vorsitzende vorstand wissenschaftler zeuge";
const SHE: &str = "analystin anwältin ärztin Ärztin autorin bäuerin beamtin beraterin bischöfin botschafterin bundeskanzlerin \
    bürgermeisterin chefin dekanin direktorin expertin fahrerin forscherin funktionärin generalsekretärin \
    geschäftsführerin gründerin historikerin ingenieurin inhaberin intendantin juristin kandidatin kanzlerin kapitänin \
    kollegin kommandeurin kommissarin königin leiterin lehrerin managerin meisterin ministerin mitarbeiterin nachbarin \
    ökonomin Ökonomin pastorin pfarrerin politikerin polizistin präsidentin professorin redakteurin regisseurin \
    rektorin richterin sängerin schauspielerin schriftstellerin senatorin soziologin sportlerin sprecherin staatsanwältin \
    staatssekretärin studentin trainerin unternehmerin mutter verteidigerin volkswirtin wissenschaftlerin zeugin";
const GIVEN_HE: &str = "achim alexander andreas anton armin arne axel benjamin bernd bernhard björn boris burkhard carl \
    carsten christian christoph claus clemens cem daniel david detlef dieter dietmar dirk dominik eckart emil erich erik \
    ernst eugen fabian felix florian frank franz friedrich fritz georg gerald gerd gerhard gregor günter günther guido gustav \
    hannes hans harald hartmut heiko heiner heinrich heinz helge helmut hendrik henning herbert hermann holger horst \
    hubert hubertus ingo jan jakob jens joachim jochen johann johannes jonas jörg josef julian jürgen kai karl karsten \
    kevin klaus konrad kurt lars leon lorenz lothar lukas lutz manfred marc marcel marco marcus mario mark markus martin \
    mathias matthias max maximilian mehmet michael moritz nico niklas nils norbert olaf ole oliver oskar otto patrick paul \
    peter philipp rainer ralf reiner reinhard reinhold rené richard robert roland rolf rudolf rüdiger sebastian siegfried \
    sigmar simon stefan steffen stephan sven theo thilo thomas thorsten tim tobias tom torsten udo ulf uli ulrich uwe \
    veit viktor volker walter werner wilhelm willi willy winfried wolf wolfgang wladimir";
const GIVEN_SHE: &str = "alexandra alice andrea anette angela angelika anja anke anna annalena anne annegret annette antje \
    astrid barbara beate beatrix bettina birgit brigitte britta carla carmen carola caroline charlotte christa christel \
    christiane christina christine clara claudia cordula cornelia dagmar daniela diana doris dorothea edith elena elfriede \
    elisabeth elke ella emilia emma erika esther eva franziska frauke friederike gabi gabriele gerda gertrud gisela \
    greta gudrun hanna hannah heide heidi heike helena helga henriette hilde ilse ines inge ingeborg ingrid irene iris \
    jana janine jasmin jennifer jessica johanna julia juliane jutta karin karla karoline katarina katharina kathrin katja \
    katrin kerstin klara kristina lara laura lena leonie lisa lotte luisa magdalena maja manuela mareike margarete maria \
    marianne marie marina marion martina mechthild melanie mia michaela miriam monika nadine nadja natalie nicole nina \
    nora olga paula petra pia ramona rebecca regina renate ricarda rita rosa ruth sabine sabrina sahra sandra sara sarah \
    saskia sibylle sigrid silke silvia simone sonja sophie stefanie steffi susanne svenja sybille sylvia tanja tatjana \
    teresa theresa ulla ulrike ursula ute vanessa vera verena veronika viola waltraud wiebke yvonne";
