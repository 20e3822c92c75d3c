using SecureDocket.Credentials;

namespace SecureDocket.VerdictCases;

/// <summary>Cards that the issuer signed: whose, and for which time.</summary>
internal static class CardCases
{
    /// <summary>The moment that the main pack's lists are of.</summary>
    public static readonly DateTimeOffset Listed = Issuer.Now.AddMinutes(-10);

    private static readonly (string Script, string Name)[] s_names =
    [
        ("Latin", "Miron Zarechny"), ("Latin with marks", "Nguyễn Thị Ánh Đào"), ("combining marks", "Pe\u0301rez Ru\u0301a"), ("apostrophe", "Ngũgĩ O’Brien-d'Ávila"),
        ("one letter", "Ng"), ("Cyrillic", "Мирон Заречный"), ("Arabic", "ليلى بنت أحمد"), ("Hebrew", "דבורה לוי"), ("Persian", "پریسا‌جان"),
        ("Han", "王小明"), ("Hangul", "김민수"), ("Kana", "やまだ たろう"), ("Devanagari", "अनिता शर्मा"), ("Gurmukhi", "ਗੁਰਪ੍ਰੀਤ"), ("Bengali", "রহিম উদ্দিন"),
        ("Ethiopic", "አበበ ቢቂላ"), ("Armenian", "Արամ Խաչատրյան"), ("Georgian", "ნინო ბერიძე"), ("Thai", "สมชาย ใจดี"), ("Burmese", "အောင်ဆန်း"),
        ("Greek", "Ελένη Νικολάου"), ("outside the basic plane", "𞤀𞤣𞤵𞤤𞤤𞤢 🙂"), ("byte order mark", "\uFEFFAna"), ("NUL inside", "Ana\0Pérez"),
        ("right-to-left override", "Ana \u202EzeréP"), ("nothing", ""), ("512 bytes", new string('x', 512)),
    ];

    private static readonly (string What, string Date)[] s_birthDates =
        [("by day", "19870314"), ("by month", "19870300"), ("by year", "19870000"), ("day without a month", "19870014"), ("of another length", "1987"), ("nothing", "")];

    public static void AddTo(CaseFile cases)
    {
        cases.AddPack(CaseFile.Main, MainPack);
        var card = Issuer.Card;
        Valid("an ordinary card", card);
        foreach (var (script, name) in s_names)
        {
            Valid($"name: {script}", card with { Identity = card.Identity with { FullName = name } });
        }

        foreach (var (what, date) in s_birthDates)
        {
            Valid($"birth date: {what}", card with { Identity = card.Identity with { BirthDate = date } });
        }

        Valid("card number of 5 characters", card with { CardNumber = "12345" });
        Valid("card number of none", card with { CardNumber = "" });
        Valid("serial 99", card with { Identity = card.Identity with { Id = "99" } });
        foreach (var (format, length) in ((FaceFormat, int)[])[(FaceFormat.Jpeg, 1), (FaceFormat.Webp, 484), (FaceFormat.Jpeg, 700), (FaceFormat.Webp, 700)])
        {
            var bytes = new byte[length];
            new Random(length + (int)format).NextBytes(bytes);
            Valid($"face: {format}, {length} bytes", card with { Identity = card.Identity with { Face = new Face(format, bytes) } });
        }

        Valid("face that packs well", card with { Identity = card.Identity with { Face = new Face(FaceFormat.Webp, new byte[700]) } });

        AddTimes(cases);
        AddTrust(cases);

        void Valid(string name, Credential credential) => cases.Signed(name, credential, statusAsOf: Listed);
    }

    private static VerifierPack MainPack => new(
        Issuer.Name, Issuer.Now, 7,
        [Issuer.Cards.Public, Issuer.Lists.Public, Issuer.Retired.Public, Issuer.Withdrawn.Public],
        [],
        [.. StatusCases.Lists.Select(list => (ReadOnlyMemory<byte>)Issuer.Seal(list))],
        Issuer.Policy);

    private static void AddTimes(CaseFile cases)
    {
        var (card, now) = (Issuer.Card, Issuer.Now);
        var expiring = card with { Expires = now.AddHours(1) };
        cases.Signed("the second before it expires", expiring, statusAsOf: Listed, at: now.AddHours(1).AddSeconds(-1));
        cases.Signed("the millisecond before it expires", expiring, statusAsOf: Listed, at: now.AddHours(1).AddMilliseconds(-1));
        cases.Signed("the second in which it expires", expiring, Reasons.Expired, at: now.AddHours(1));
        cases.Signed("long expired", card with { Expires = now.AddDays(-29) }, Reasons.Expired);
        cases.Signed("expired with its revoked entry not consulted", card with { Expires = now, Status = new(Issuer.ListUri(1), 1) }, Reasons.Expired);

        var coming = card with { NotBefore = now.AddHours(1) };
        cases.Signed("the second before it holds", coming, Reasons.NotYetValid, at: now.AddHours(1).AddSeconds(-1));
        cases.Signed("the millisecond before it holds", coming, Reasons.NotYetValid, at: now.AddHours(1).AddMilliseconds(-1));
        cases.Signed("the second from which it holds", coming, statusAsOf: Listed, at: now.AddHours(1));
        cases.Signed("never in force", card with { NotBefore = now.AddDays(2), Expires = now.AddDays(1) }, Reasons.NotYetValid);
        cases.Signed("from the first second there is", card with { IssuedAt = DateTimeOffset.UnixEpoch, NotBefore = DateTimeOffset.UnixEpoch }, statusAsOf: Listed);
        cases.Signed("to the last second there is", card with { Expires = DateTimeOffset.FromUnixTimeSeconds(253_402_300_799) }, statusAsOf: Listed);

        // By a clock that is behind, no card is not yet valid; neither is anything else known of it, but for a revocation.
        cases.Signed("clock behind by the leeway", card, statusAsOf: Listed, at: now.AddMinutes(-1));
        cases.Signed("clock behind by a second more", card, Reasons.ClockBehind, Listed, now.AddMinutes(-1).AddSeconds(-1));
        cases.Signed("clock behind by a millisecond more", card, Reasons.ClockBehind, Listed, now.AddMinutes(-1).AddMilliseconds(-1));
        cases.Signed("clock behind the list as well", card, Reasons.ClockBehind, Listed, now.AddDays(-1));
        cases.Signed("clock behind the card as well", card, Reasons.ClockBehind, Listed, now.AddDays(-100));
        cases.Signed("clock within the leeway and not yet valid", card with { NotBefore = now }, Reasons.NotYetValid, at: now.AddSeconds(-30));
        cases.Signed("clock behind and expired", card with { Expires = now.AddDays(-2) }, Reasons.Expired, at: now.AddDays(-1));
        cases.Signed("clock behind and revoked", card with { Status = new(Issuer.ListUri(1), 1) }, Reasons.Revoked, Listed, now.AddDays(-100));
        cases.Signed("clock behind and replaced", card with { Status = new(Issuer.ListUri(1), 3) }, Reasons.Replaced, Listed, now.AddDays(-100));
        cases.Signed("clock behind and suspended", card with { Status = new(Issuer.ListUri(1), 2) }, Reasons.ClockBehind, Listed, now.AddDays(-100));
        cases.Signed("clock behind and no list", card with { Status = new(Issuer.ListUri(99), 2) }, Reasons.ClockBehind, at: now.AddDays(-100));
        cases.Signed("clock behind and no entry", card with { Status = new(Issuer.ListUri(1), 8192) }, Reasons.StatusOutOfRange, Listed, now.AddDays(-100));
    }

    private static void AddTrust(CaseFile cases)
    {
        var card = Issuer.Card;
        cases.Unproved("signed by a stranger", Issuer.Seal(card, Issuer.Stranger), Issuer.Stranger, Reasons.UnknownKey);
        foreach (var issuer in (string[])["https://securedocket.example/", "https://SecureDocket.example", "http://securedocket.example", "securedocket.example", ""])
        {
            cases.Signed($"issuer '{issuer}'", card with { Issuer = issuer }, Reasons.UnknownIssuer);
        }

        cases.Signed("another issuer, expired", card with { Issuer = "https://other.example", Expires = Issuer.Now.AddDays(-1) }, Reasons.UnknownIssuer);
        cases.Signed("signed by the key for lists", card, Reasons.WrongKeyUse, key: Issuer.Lists);
        cases.Signed("signed by the key for lists for another issuer", card with { Issuer = "https://other.example" }, Reasons.UnknownIssuer, key: Issuer.Lists);
        cases.Signed("signed by a withdrawn key", card, Reasons.KeyWithdrawn, key: Issuer.Withdrawn);
        cases.Signed("signed by a withdrawn key before the withdrawal, expired", card with { IssuedAt = Issuer.Day(2020, 1, 1), Expires = Issuer.Day(2021, 1, 1) }, Reasons.KeyWithdrawn, key: Issuer.Withdrawn);
        var (from, until) = (Issuer.Day(2025, 1, 1), Issuer.Day(2026, 1, 1));
        cases.Signed("issued in the first second of its key", card with { IssuedAt = from }, statusAsOf: Listed, key: Issuer.Retired);
        cases.Signed("issued the second before its key signs", card with { IssuedAt = from.AddSeconds(-1) }, Reasons.OutsideKeyPeriod, key: Issuer.Retired);
        cases.Signed("issued in the last second of its key", card with { IssuedAt = until.AddSeconds(-1) }, statusAsOf: Listed, key: Issuer.Retired);
        cases.Signed("issued when its key no longer signs", card with { IssuedAt = until }, Reasons.OutsideKeyPeriod, key: Issuer.Retired);
        cases.Signed("issued outside its key's period, and expired", card with { IssuedAt = until, Expires = Issuer.Now.AddDays(-1) }, Reasons.OutsideKeyPeriod, key: Issuer.Retired);
    }
}
