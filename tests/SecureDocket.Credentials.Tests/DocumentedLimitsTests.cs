using SecureDocket.Credentials.Codecs;
using SecureDocket.Credentials.Tests.Packs;
using SecureDocket.Credentials.Tests.Status;
using Xunit;

namespace SecureDocket.Credentials.Tests;

/// <summary>The limits that docs/credential.md gives: what is just within each is read, what is just beyond is not.</summary>
public sealed class DocumentedLimitsTests : IDisposable
{
    private static readonly DateTimeOffset s_now = TestIssuer.Now;
    private static readonly DateTimeOffset s_lastTime = DateTimeOffset.FromUnixTimeSeconds(253_402_300_799);

    private readonly TestIssuer _issuer = new();

    [Fact]
    public void Eight_arrays_may_hold_one_another_and_tags_do_not_count()
    {
        Assert.Null(Fault(8));
        Assert.Equal(Reasons.TooDeep, Fault(9));

        static string? Fault(int arrays) =>
            CborReader.FaultIn([0xD8, 61, 0xD2, .. Enumerable.Repeat((byte)0x81, arrays), 0x00], CredentialFormat.MaximumDepth, tags: 2);
    }

    [Fact]
    public void A_card_may_hold_the_last_entry_and_time_and_the_longest_text()
    {
        var credential = Sample.Credential with
        {
            CardNumber = new string('X', 512),
            Expires = s_lastTime,
            Status = Sample.Credential.Status with { Index = int.MaxValue },
        };
        Assert.Empty(Sample.Authenticate(Sample.Seal(credential)).Reasons);
        Assert.Equal(Sample.Malformed(Reasons.BadClaims), Sample.Authenticate(Sample.Seal(credential with { CardNumber = new string('X', 513) })).Reasons);
    }

    [Theory]
    [InlineData(0L, false)]
    [InlineData(1L, true)]
    [InlineData(2_147_483_647L, true)]
    [InlineData(2_147_483_648L, false)]
    public void A_list_lives_from_one_second_to_what_31_bits_hold(long seconds, bool isRead) =>
        Assert.Equal(isRead ? null : Reasons.Malformed, ReasonAgainst(Signed.Small(s_now) with { TimeToLive = TimeSpan.FromSeconds(seconds) }));

    [Fact]
    public void A_list_without_entries_is_malformed()
    {
        // zlib of one byte, and of none.
        Assert.True(StatusList.TryDecompress(2, Convert.FromHexString("789C63000000010001"), out _));
        Assert.False(StatusList.TryDecompress(2, Convert.FromHexString("789C030000000001"), out _));
    }

    [Theory]
    [InlineData(512, 16, 2_147_483_647L, true)]
    [InlineData(513, 16, 0L, false)]
    [InlineData(512, 17, 0L, false)]
    [InlineData(512, 16, 2_147_483_648L, false)]
    public void A_policy_has_at_most_16_audiences_of_512_bytes_and_ages_of_31_bits(int bytes, int audiences, long seconds, bool isRead)
    {
        var policy = Enumerable.Range(0, audiences).ToDictionary(n => new string((char)('a' + n), bytes), _ => TimeSpan.FromSeconds(seconds));
        Assert.Equal(isRead ? null : Reasons.Malformed, ReasonAgainst(_issuer.Pack() with { MaximumStatusAges = policy }));
    }

    [Fact]
    public void A_pack_holds_at_most_1000_keys()
    {
        var others = Enumerable.Range(0, 998).Select(_ => new TestKey(KeyUse.Cards)).ToList();
        Assert.Null(ReasonAgainst(_issuer.Pack() with { Keys = [_issuer.Lists.Public, .. others.Select(key => key.Public)] }));
        Assert.Equal(Reasons.Malformed, ReasonAgainst(_issuer.Pack() with { Keys = [_issuer.Lists.Public, _issuer.Cards.Public, .. others.Select(key => key.Public)] }));
        others.ForEach(key => key.Dispose());
    }

    [Fact]
    public void A_pack_holds_at_most_64_lists()
    {
        var lists = Enumerable.Range(1, 65).Select(n => (ReadOnlyMemory<byte>)_issuer.List(uri: $"{TestIssuer.Issuer}/{n}")).ToList();
        Assert.Null(ReasonAgainst(_issuer.Pack() with { Lists = lists[..64] }));
        Assert.Equal(Reasons.Malformed, ReasonAgainst(_issuer.Pack() with { Lists = lists }));
    }

    public void Dispose() => _issuer.Dispose();

    private static string? ReasonAgainst(StatusListToken token) => StatusListToken.Read(Signed.Seal(token), Sample.ListTrust, Signed.Uri, s_now).Reason;

    private string? ReasonAgainst(VerifierPack pack) => VerifierPack.ReadFirst(_issuer.Seal(pack), _issuer.Anchor.Public.Thumbprint, s_now).Reason;
}
