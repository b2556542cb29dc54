extension Currency {
    /// Every currency by its code: list one of ISO 4217 (in use), without metals, funds and codes for tests, which have no decimals;
    /// then list three (no longer in use).
    static let all: [String: Currency] = {
        var all: [String: Currency] = [:]
        for (decimals, codes) in inUse {
            for code in words(codes) { all[code] = Currency(code: code, decimals: decimals, isHistoric: false) }
        }
        for (decimals, codes) in historic {
            for code in words(codes) { all[code] = Currency(code: code, decimals: decimals, isHistoric: true) }
        }
        return all
    }()

    private static func words(_ text: String) -> [String] { text.split { $0 == " " || $0 == "\n" }.map(String.init) }

    /// Codes in use, by how many decimals they have.
    private static let inUse: [(Int, String)] = [
        (
            2,
            """
            AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY
            COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF
            IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR
            MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG
            SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES
            WST XCD XCG YER ZAR ZMW ZWG
            """
        ),
        (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
        (3, "BHD IQD JOD KWD LYD OMR TND"),
        (4, "CLF UYW"),
    ]

    /// Codes no longer in use, which an archive may bear.
    private static let historic: [(Int, String)] = [
        (
            2,
            """
            AFA ALK ANG AOK AON AOR ARA ARP ATS AZM BAD BEF BGL BGN BRE BRN BRR BYB CSD CSK CUC CYP DDM DEM EEK
            FIM FRF GEK GHC GRD GWP HRD HRK IEP LTL LUF LVL LVR LTT MKN MLF MRO MTL MXP MZM NLG PLZ PTE ROL RUR
            SDD SIT SKK SLL SRG STD SUR TJR TMM TPE TRL UAK VEB VEF XEU YDD YUD YUM YUN ZMK ZRN ZRZ ZWD ZWL ZWR
            """
        ),
        (0, "ADP BYR ESP ITL MGF"),
    ]
}
