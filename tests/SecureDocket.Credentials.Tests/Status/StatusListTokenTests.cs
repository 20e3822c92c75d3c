using SecureDocket.Credentials.Codecs;
using Xunit;

namespace SecureDocket.Credentials.Tests.Status;

public sealed class StatusListTokenTests
{
    private const string Uri = Signed.Uri;

    private static readonly DateTimeOffset s_now = Sample.IssuedAt.AddDays(30);

    [Fact]
    public void A_sealed_list_is_read_back()
    {
        var list = Signed.Lists(s_now, list => list[524_287] = 1);
        var (token, reason) = StatusListToken.Read(Signed.Seal(list), Sample.ListTrust, Uri, s_now);
        Assert.Null(reason);
        Assert.Equal((list.Uri, list.IssuedAt, list.Expires, list.TimeToLive), (token!.Uri, token.IssuedAt, token.Expires, token.TimeToLive));
        Assert.Equal(list.List.Bytes, token.List.Bytes);
    }

    [Fact]
    public void A_list_about_another_address_is_refused() =>
        Assert.Equal(StatusListToken.WrongList, StatusListToken.Read(Signed.Seal(Signed.Lists(s_now)), Sample.ListTrust, Uri + "0", s_now).Reason);

    [Theory]
    [InlineData(-61, Reasons.NotYetValid)]
    [InlineData(-60, null)]
    [InlineData(0, null)]
    [InlineData(86_399, null)]
    [InlineData(86_400, Reasons.Expired)]
    public void A_list_holds_from_its_issue_until_it_expires(int seconds, string? expected) =>
        Assert.Equal(expected, StatusListToken.Read(Signed.Seal(Signed.Lists(s_now)), Sample.ListTrust, Uri, s_now.AddSeconds(seconds)).Reason);

    [Fact]
    public void A_list_signed_by_nobody_we_know_is_refused()
    {
        var trust = new Trust(Sample.Issuer, []);
        Assert.Equal(Reasons.UnknownKey, StatusListToken.Read(Signed.Seal(Signed.Lists(s_now)), trust, Uri, s_now).Reason);
    }

    [Fact]
    public void A_list_signed_by_a_key_for_cards_is_refused() =>
        Assert.Equal(Reasons.WrongKeyUse, StatusListToken.Read(Signed.Seal(Signed.Lists(s_now)), Sample.Trust, Uri, s_now).Reason);

    [Fact]
    public void A_list_signed_by_a_withdrawn_key_is_refused()
    {
        using var key = new VerificationKey(Sample.ListKey.X.Span, Sample.ListKey.Y.Span) { Use = KeyUse.Lists, WithdrawnAt = s_now };
        Assert.Equal(Reasons.KeyWithdrawn, StatusListToken.Read(Signed.Seal(Signed.Lists(s_now)), new Trust(Sample.Issuer, [key]), Uri, s_now).Reason);
    }

    [Fact]
    public void Any_flipped_bit_of_a_small_list_is_refused()
    {
        var token = Signed.Seal(Signed.Small(s_now));
        Assert.Null(StatusListToken.Read(token, Sample.ListTrust, Uri, s_now).Reason);
        for (var bit = 0; bit < token.Length * 8; bit++)
        {
            token[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.NotNull(StatusListToken.Read(token, Sample.ListTrust, Uri, s_now).Reason);
            token[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void Any_truncation_is_refused()
    {
        var token = Signed.Seal(Signed.Small(s_now));
        for (var length = 0; length < token.Length; length++)
        {
            Assert.Equal(Reasons.Malformed, StatusListToken.Read(token.AsSpan(0, length), Sample.ListTrust, Uri, s_now).Reason);
        }
    }

    [Fact]
    public void A_list_under_tag_61_is_refused() =>
        Assert.Equal(Reasons.Malformed, StatusListToken.Read([0xD8, 61, .. Signed.Seal(Signed.Small(s_now))], Sample.ListTrust, Uri, s_now).Reason);

    [Fact]
    public void A_card_is_no_list_and_a_list_is_no_card()
    {
        var payload = CredentialEncoder.EncodePayload(Sample.Credential);
        var header = CoseSign1.ProtectedHeader(Sample.PublicKey.Id, CredentialFormat.MediaType);
        var card = CoseSign1.Seal(CredentialFormat.StatusListTags, header, payload, Sample.Sign(CoseSign1.SigStructure(header, payload)));
        Assert.Equal(Reasons.Malformed, StatusListToken.Read(card, Sample.ListTrust, Uri, s_now).Reason);

        var list = Signed.Small(s_now).EncodePayload();
        var text = CredentialEncoder.Seal(Sample.PublicKey.Id, list, Sample.Sign(CredentialEncoder.ToBeSigned(Sample.PublicKey.Id, list)));
        Assert.Equal(Sample.Malformed(Reasons.BadClaims), Sample.Authenticate(text).Reasons);
    }

    [Fact]
    public void The_claims_are_deterministic() =>
        Assert.True(CborReader.IsDeterministic(Signed.Lists(s_now).EncodePayload(), CredentialFormat.MaximumDepth));
}

/// <summary>Status lists that the sample key signs.</summary>
internal static class Signed
{
    public const string Uri = $"{Sample.Issuer}/api/v1/status-lists/1";

    public static StatusListToken Lists(DateTimeOffset issuedAt, Action<StatusList>? set = null)
    {
        var list = StatusList.ForCards();
        set?.Invoke(list);
        return new(Uri, issuedAt, issuedAt.AddDays(1), TimeSpan.FromMinutes(5), list);
    }

    public static StatusListToken Small(DateTimeOffset issuedAt) => Lists(issuedAt) with { List = StatusList.Create(2, 8) };

    public static byte[] Seal(StatusListToken token)
    {
        var payload = token.EncodePayload();
        return StatusListToken.Seal(Sample.PublicKey.Id, payload, Sample.Sign(StatusListToken.ToBeSigned(Sample.PublicKey.Id, payload)));
    }
}
