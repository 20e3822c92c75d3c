using SecureDocket.Credentials;

namespace SecureDocket.VerdictCases;

/// <summary>What status lists say, how old they are, and for whom.</summary>
internal static class StatusCases
{
    private static readonly DateTimeOffset s_now = Issuer.Now;

    /// <summary>The main pack's lists, from 1.</summary>
    public static IReadOnlyList<StatusListToken> Lists { get; } =
    [
        Issuer.List(1, CardCases.Listed, entries: [(1, 1), (2, 2), (3, 3), (8189, 1), (8190, 2), (8191, 3)]),
        Issuer.List(2, CardCases.Listed, bits: 1, count: 8, entries: [(1, 1), (7, 1)]),
        Issuer.List(3, CardCases.Listed, bits: 4, count: 16, entries: [.. Enumerable.Range(0, 16).Select(value => (value, value))]),
        Issuer.List(4, CardCases.Listed, bits: 8, count: 6, entries: [(1, 1), (2, 2), (3, 3), (4, 4), (5, 255)]),
        Issuer.List(5, CardCases.Listed, expires: s_now.AddHours(2), entries: [(1, 1), (2, 2), (3, 3)]),
        Issuer.List(6, s_now, count: 1 << 20, entries: [(0xFFFFF, 3)]),
        Issuer.List(7, s_now.AddHours(-30), entries: [(1, 1), (2, 2), (3, 3)]),
        Issuer.List(8, s_now.AddMinutes(1), entries: [(1, 1), (2, 2)]),
    ];

    public static void AddTo(CaseFile cases)
    {
        AddEntries(cases);
        AddAges(cases);
        foreach (var (what, uri) in ((string, string)[])
            [("unknown", Issuer.ListUri(99)), ("with a slash more", Issuer.ListUri(1) + "/"), ("in another case", Issuer.ListUri(1).ToUpperInvariant()), ("of none", "")])
        {
            cases.Signed($"list {what}", Issuer.Card with { Status = new(uri, 0) }, Reasons.StatusUnavailable);
        }
    }

    private static void AddEntries(CaseFile cases)
    {
        Entry("first entry of list 1", 1, 0);
        Entry("revoked", 1, 1, Reasons.Revoked);
        Entry("suspended", 1, 2, Reasons.Suspended);
        Entry("replaced", 1, 3, Reasons.Replaced);
        Entry("valid in the last byte", 1, 8188);
        Entry("revoked in the last byte", 1, 8189, Reasons.Revoked);
        Entry("suspended in the last byte", 1, 8190, Reasons.Suspended);
        Entry("replaced in the last entry", 1, 8191, Reasons.Replaced);
        Entry("one entry too far", 1, 8192, Reasons.StatusOutOfRange);
        Entry("the largest entry that a card can name", 1, int.MaxValue, Reasons.StatusOutOfRange);
        Entry("1 bit: valid", 2, 0);
        Entry("1 bit: revoked", 2, 1, Reasons.Revoked);
        Entry("1 bit: revoked in the last entry", 2, 7, Reasons.Revoked);
        Entry("1 bit: one entry too far", 2, 8, Reasons.StatusOutOfRange);
        for (var value = 0; value < 16; value++)
        {
            Entry($"4 bits: {value}", 3, value, Of(value));
        }

        Entry("4 bits: one entry too far", 3, 16, Reasons.StatusOutOfRange);
        for (var index = 0; index < 6; index++)
        {
            Entry($"8 bits: entry {index}", 4, index, Of(index));
        }

        Entry("8 bits: one entry too far", 4, 6, Reasons.StatusOutOfRange);
        cases.Signed("the last entry of a large list", Card(6, 0xFFFFF), Reasons.Replaced, s_now);
        cases.Signed("another entry of a large list", Card(6, 0xFFFFE), null, s_now);
        cases.Signed("beyond a large list", Card(6, 1 << 20), Reasons.StatusOutOfRange, s_now);

        void Entry(string name, int list, int index, string? reason = null) => cases.Signed(name, Card(list, index), reason, CardCases.Listed);
    }

    private static void AddAges(CaseFile cases)
    {
        foreach (var (audience, age) in Issuer.Policy.Where(policy => policy.Value > TimeSpan.Zero))
        {
            var last = CardCases.Listed + age;
            cases.Signed($"{audience}: as old as may be", Card(1, 0), null, CardCases.Listed, last, audience);
            cases.Signed($"{audience}: a millisecond older", Card(1, 0), Reasons.StatusStale, CardCases.Listed, last.AddMilliseconds(1), audience);
            cases.Signed($"{audience}: old and suspended", Card(1, 2), Reasons.StatusStale, CardCases.Listed, last.AddSeconds(1), audience);
            cases.Signed($"{audience}: old and revoked", Card(1, 1), Reasons.Revoked, CardCases.Listed, last.AddSeconds(1), audience);
            cases.Signed($"{audience}: old and replaced", Card(1, 3), Reasons.Replaced, CardCases.Listed, last.AddSeconds(1), audience);
        }

        cases.Signed("no age allowed: of this second", Card(6, 0), null, s_now, s_now, "now");
        cases.Signed("no age allowed: of the last second", Card(6, 0), Reasons.StatusStale, s_now, s_now.AddSeconds(1), "now");
        cases.Signed("no age allowed: of a coming second", Card(8, 0), null, s_now.AddMinutes(1), s_now, "now");

        cases.Signed("list about to expire", Card(5, 0), null, CardCases.Listed, s_now.AddHours(2).AddSeconds(-1));
        cases.Signed("list expired", Card(5, 0), Reasons.StatusStale, CardCases.Listed, s_now.AddHours(2));
        cases.Signed("list expired, suspended", Card(5, 2), Reasons.StatusStale, CardCases.Listed, s_now.AddHours(3));
        cases.Signed("list expired, revoked", Card(5, 1), Reasons.Revoked, CardCases.Listed, s_now.AddHours(3));
        cases.Signed("list old from the start", Card(7, 0), Reasons.StatusStale, s_now.AddHours(-30));
        cases.Signed("list old from the start, replaced", Card(7, 3), Reasons.Replaced, s_now.AddHours(-30));
        cases.Signed("list of a minute from now", Card(8, 0), null, s_now.AddMinutes(1));
        cases.Signed("list of a minute and a second from now", Card(8, 0), Reasons.ClockBehind, s_now.AddMinutes(1), s_now.AddSeconds(-1));
        cases.Signed("list of a minute and a second from now, revoked", Card(8, 1), Reasons.Revoked, s_now.AddMinutes(1), s_now.AddSeconds(-1));
    }

    private static string? Of(int value) => value switch
    {
        0 => null,
        1 => Reasons.Revoked,
        2 => Reasons.Suspended,
        3 => Reasons.Replaced,
        _ => Reasons.StatusUnavailable,
    };

    private static Credential Card(int list, int index) => Issuer.Card with { Status = new(Issuer.ListUri(list), index) };
}
