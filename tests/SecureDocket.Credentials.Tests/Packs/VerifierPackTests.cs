using System.Formats.Cbor;
using Xunit;
using CborReader = SecureDocket.Credentials.Codecs.CborReader;
using CborWriter = System.Formats.Cbor.CborWriter;

namespace SecureDocket.Credentials.Tests.Packs;

public sealed class VerifierPackTests : IDisposable
{
    private const long AllocationLimit = 4 * 1024 * 1024;

    private static readonly DateTimeOffset s_now = TestIssuer.Now;

    private readonly TestIssuer _issuer = new();

    public static TheoryData<string, object> UnsupportedKeys => new()
    {
        { "P-384", Key(curve: 2, x: new byte[48], y: new byte[48]) },
        { "P-384 with its algorithm", Key(algorithm: -35, curve: 2, x: new byte[48], y: new byte[48]) },
        { "another algorithm", Key(algorithm: -35) },
        { "another curve", Key(curve: 8) },
        { "a coordinate cut short", Key(x: Sample.PublicKey.X[1..].ToArray()) },
        { "a point off the curve", Key(y: Sample.PublicKey.X.ToArray()) },
        { "no point at all", Key(x: new byte[32], y: new byte[32]) },
        { "another use", Key(use: "everything") },
        { "Ed25519", new (object, object?)[] { (1, 1), (3, -8), (-1, 6), (-2, new byte[32]), ("use", "cards") } },
        { "RSA", new (object, object?)[] { (1, 3), (3, -257), (-1, new byte[256]), (-2, new byte[] { 1, 0, 1 }), ("use", "cards") } },
    };

    public static TheoryData<string, object> MalformedKeys => new()
    {
        { "no map", 1 },
        { "no use", Key()[..^1] },
        { "an unknown member", Key().Append(("wish", 1)).ToArray() },
        { "a time as text", Key().Append(("from", "2026")).ToArray() },
        { "a time before 1970", Key().Append(("from", -1)).ToArray() },
        { "a private part", (object)Key().Take(5).Append((-4, new byte[32])).Append(("use", "cards")).ToArray() },
    };

    [Fact]
    public void A_sealed_pack_is_read_back()
    {
        using var old = new TestKey(KeyUse.Cards);
        var pack = _issuer.Anchored(_issuer.Pack(7) with
        {
            Keys = [_issuer.Cards.As(KeyUse.Cards, s_now.AddDays(-1), s_now.AddDays(1)), _issuer.Lists.Public, old.As(KeyUse.Cards, withdrawn: s_now)],
        });
        var (read, reason) = VerifierPack.ReadFirst(_issuer.Seal(pack), _issuer.Anchor.Public.Thumbprint, s_now);
        Assert.Null(reason);
        Assert.Equal((pack.Issuer, pack.IssuedAt, pack.Version), (read!.Issuer, read.IssuedAt, read.Version));
        Assert.Equal(pack.Keys.Select(Said), read.Keys.Select(Said));
        Assert.Equal(pack.Chain.Select(Hex), read.Chain.Select(Hex));
        Assert.Equal(Convert.ToHexString(pack.Lists[0].Span), Convert.ToHexString(read.Lists.Single().Span));
        Assert.Equal(pack.MaximumStatusAges.OrderBy(age => age.Value), read.MaximumStatusAges.OrderBy(age => age.Value));
        Assert.Equal(pack.EncodePayload(), read.EncodePayload());
    }

    [Fact]
    public void The_claims_are_deterministic_in_whatever_order_the_policy_comes()
    {
        var policy = new Dictionary<string, TimeSpan> { ["zz"] = TimeSpan.Zero, ["é"] = TimeSpan.Zero, ["officer"] = TimeSpan.FromDays(1), ["a"] = TimeSpan.Zero };
        var pack = _issuer.Pack() with { MaximumStatusAges = policy };
        var payload = pack.EncodePayload();
        Assert.True(CborReader.IsDeterministic(payload, CredentialFormat.MaximumDepth));
        Assert.Equal(payload, (pack with { MaximumStatusAges = policy.Reverse().ToDictionary() }).EncodePayload());
    }

    [Fact]
    public void Any_flipped_bit_is_refused()
    {
        var bytes = _issuer.Seal(_issuer.Pack());
        var inHand = VerifierPack.ReadStored(bytes)!;
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.NotNull(Next(bytes, inHand));
            Assert.NotNull(First(bytes));
            Assert.Null(VerifierPack.SignerOf(bytes));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.Null(Next(bytes, inHand));
    }

    [Fact]
    public void Any_truncation_or_addition_is_malformed()
    {
        var bytes = _issuer.Seal(_issuer.Pack());
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Equal(Reasons.Malformed, First(bytes[..length]));
        }

        Assert.Equal(Reasons.Malformed, First([.. bytes, 0]));
        Assert.Equal(Reasons.Malformed, First([0xD8, 61, .. bytes]));
    }

    [Fact]
    public void A_pack_beyond_the_limit_is_not_looked_at() => Assert.Equal(Reasons.Malformed, First(new byte[VerifierPack.MaximumLength + 1]));

    [Fact]
    public void A_list_is_no_pack_and_a_pack_is_no_list()
    {
        Assert.Equal(Reasons.Malformed, First(_issuer.List()));
        var trust = new Trust(TestIssuer.Issuer, [_issuer.Lists.Public]);
        Assert.Equal(Reasons.Malformed, StatusListToken.Read(_issuer.Seal(_issuer.Pack()), trust, null, s_now).Reason);
    }

    [Fact]
    public void The_first_pack_is_believed_by_the_whole_thumbprint_of_its_anchor_alone()
    {
        var bytes = _issuer.Seal(_issuer.Pack());
        var thumbprint = _issuer.Anchor.Public.Thumbprint;
        Assert.Equal(thumbprint, VerifierPack.AnchorOf(bytes));
        Assert.Equal(_issuer.Lists.Public.Thumbprint, VerifierPack.SignerOf(bytes));
        Assert.Null(First(bytes, thumbprint));
        Assert.Equal(VerifierPack.UnendorsedKey, First(bytes, thumbprint[..11]));
        Assert.Equal(VerifierPack.UnendorsedKey, First(bytes, _issuer.Lists.Public.Thumbprint));
        Assert.Equal(VerifierPack.UnendorsedKey, First(bytes, ""));
    }

    [Fact]
    public void A_key_that_the_pack_itself_does_not_name_is_unknown()
    {
        using var stranger = new TestKey(KeyUse.Lists);
        var inHand = _issuer.Pack() with { Keys = [.. _issuer.Pack().Keys, stranger.Public] };
        var bytes = _issuer.Seal(_issuer.Pack(2), stranger);
        Assert.Equal(Reasons.UnknownKey, First(bytes));
        Assert.Equal(Reasons.UnknownKey, Next(bytes, inHand));
        Assert.Null(VerifierPack.SignerOf(bytes));
        Assert.Null(VerifierPack.ReadStored(bytes));
    }

    [Fact]
    public void A_pack_of_another_anchor_is_refused()
    {
        using var stranger = new TestIssuer();
        Assert.Equal(VerifierPack.UnendorsedKey, Next(stranger.Seal(stranger.Pack(2)), _issuer.Pack()));
    }

    [Fact]
    public void A_verifier_that_slept_through_rotations_follows_the_chain()
    {
        using TestKey second = new(KeyUse.Lists), third = new(KeyUse.Lists);
        var first = _issuer.Lists.As(KeyUse.Lists, until: s_now);
        VerificationKey[] keys = [_issuer.Anchor.Public, first, second.Public, third.Public];
        ReadOnlyMemory<byte>[] chain = [TestIssuer.Endorse(first, _issuer.Anchor), TestIssuer.Endorse(second.Public, _issuer.Lists), TestIssuer.Endorse(third.Public, second)];
        var awake = _issuer.Pack(2) with { Keys = keys, Chain = chain, Lists = [] };
        Assert.Null(Next(_issuer.Seal(awake, third), _issuer.Pack()));
        Assert.Null(First(_issuer.Seal(awake, third)));
        Assert.Equal(VerifierPack.UnendorsedKey, Next(_issuer.Seal(awake with { Chain = [chain[0], chain[2]] }, third), _issuer.Pack()));
    }

    [Fact]
    public void A_withdrawn_key_signs_no_successor_and_the_anchor_carries_on()
    {
        using var next = new TestKey(KeyUse.Lists);
        var gone = _issuer.Lists.As(KeyUse.Lists, withdrawn: s_now);
        ReadOnlyMemory<byte>[] chain = [TestIssuer.Endorse(_issuer.Lists.Public, _issuer.Anchor), TestIssuer.Endorse(next.Public, _issuer.Lists)];
        var pack = _issuer.Pack(2) with { Keys = [_issuer.Anchor.Public, gone, next.Public], Chain = chain, Lists = [] };
        Assert.Equal(VerifierPack.UnendorsedKey, Next(_issuer.Seal(pack, next), _issuer.Pack()));
        Assert.Null(Next(_issuer.Seal(pack with { Chain = [.. chain, TestIssuer.Endorse(next.Public, _issuer.Anchor)] }, next), _issuer.Pack()));
    }

    [Fact]
    public void A_key_for_lists_names_no_key_for_cards()
    {
        using var thief = new TestKey(KeyUse.Cards);
        var pack = _issuer.Anchored(_issuer.Pack(2));
        pack = pack with { Keys = [.. pack.Keys, thief.Public], Chain = [.. pack.Chain, TestIssuer.Endorse(thief.Public, _issuer.Lists)] };
        var read = VerifierPack.ReadNext(_issuer.Seal(pack), _issuer.Anchored(_issuer.Pack()), s_now).Pack!;
        Assert.Empty(read.TrustFor("officer").KeysFor(thief.Id));
        Assert.NotEmpty(read.TrustFor("officer").KeysFor(_issuer.Cards.Id));

        // What was kept is read again without the word of whoever accepted it.
        Assert.Empty(VerifierPack.ReadStored(_issuer.Seal(pack))!.TrustFor("officer").KeysFor(thief.Id));
    }

    [Fact]
    public void Another_keys_signature_is_bad()
    {
        var payload = _issuer.Anchored(_issuer.Pack(2)).EncodePayload();
        var bytes = VerifierPack.Seal(_issuer.Lists.Id, payload, _issuer.Cards.Sign(VerifierPack.ToBeSigned(_issuer.Lists.Id, payload)));
        Assert.Equal(Reasons.BadSignature, First(bytes));
        Assert.Equal(Reasons.BadSignature, Next(bytes, _issuer.Pack()));
    }

    [Fact]
    public void A_key_for_cards_signs_no_pack_whatever_that_pack_says_of_it()
    {
        var bytes = _issuer.Seal(_issuer.Pack(2), _issuer.Cards);
        Assert.Equal(Reasons.WrongKeyUse, First(bytes));
        Assert.Equal(Reasons.WrongKeyUse, Next(bytes, _issuer.Pack()));
    }

    [Fact]
    public void A_withdrawn_key_signs_no_pack_whatever_that_pack_says_of_it()
    {
        using var next = new TestKey(KeyUse.Lists);
        VerificationKey[] withdrawn = [_issuer.Cards.Public, next.Public, _issuer.Lists.As(KeyUse.Lists, withdrawn: s_now)];
        var own = _issuer.Pack(2) with { Keys = withdrawn, Lists = [] };
        Assert.Equal(Reasons.KeyWithdrawn, First(_issuer.Seal(own)));
        Assert.Equal(Reasons.KeyWithdrawn, Next(_issuer.Seal(own), _issuer.Pack()));
        Assert.Equal(Reasons.KeyWithdrawn, Next(_issuer.Seal(_issuer.Pack(3)), own));
        Assert.Null(Next(_issuer.Seal(own, next), _issuer.Pack() with { Keys = [_issuer.Cards.Public, next.Public, _issuer.Lists.Public] }));
    }

    [Fact]
    public void A_pack_of_another_issuer_is_refused() =>
        Assert.Equal(Reasons.UnknownIssuer, Next(_issuer.Seal(_issuer.Pack(2) with { Issuer = "https://other.example" }), _issuer.Pack()));

    [Theory]
    [InlineData(4, 0, VerifierPack.OlderPack)]
    [InlineData(4, 60, VerifierPack.OlderPack)]
    [InlineData(5, 1, VerifierPack.OlderPack)]
    [InlineData(5, -1, VerifierPack.OlderPack)]
    [InlineData(5, 0, null)]
    [InlineData(6, 0, null)]
    [InlineData(6, 60, null)]
    public void A_verifier_never_goes_back(long version, int seconds, string? reason) =>
        Assert.Equal(reason, Next(_issuer.Seal(_issuer.Pack(version, issuedAt: s_now.AddSeconds(seconds))), _issuer.Pack(5), s_now.AddHours(1)));

    [Fact]
    public void A_pack_of_an_earlier_time_is_older_whatever_its_number() =>
        Assert.Equal(VerifierPack.OlderPack, Next(_issuer.Seal(_issuer.Pack(6, issuedAt: s_now.AddSeconds(-1))), _issuer.Pack(5)));

    [Fact]
    public void A_list_never_goes_back()
    {
        var hour = s_now.AddHours(1);
        var (inHand, reason) = VerifierPack.ReadFirst(_issuer.Seal(_issuer.Pack(5, CardState.Revoked, hour)), _issuer.Anchor.Public.Thumbprint, hour);
        Assert.Null(reason);
        Assert.Equal(VerifierPack.OlderPack, Next(_issuer.Seal(_issuer.Pack(6, issuedAt: hour) with { Lists = [_issuer.List(issuedAt: s_now)] }), inHand!, hour));
        Assert.Null(Next(_issuer.Seal(_issuer.Pack(6, issuedAt: hour)), inHand!, hour));
    }

    [Theory]
    [InlineData(KeyUse.Cards)]
    [InlineData(KeyUse.Lists)]
    public void A_withdrawn_key_stays_withdrawn_and_is_not_forgotten(KeyUse use)
    {
        using var gone = new TestKey(use);
        var inHand = _issuer.Pack(5) with { Keys = [_issuer.Cards.Public, _issuer.Lists.Public, gone.As(use, withdrawn: s_now)] };
        Assert.Equal(Reasons.KeyWithdrawn, Next(_issuer.Seal(_issuer.Pack(6) with { Keys = [_issuer.Cards.Public, _issuer.Lists.Public, gone.Public] }), inHand));
        Assert.Equal(Reasons.KeyWithdrawn, Next(_issuer.Seal(_issuer.Pack(6)), inHand));
        Assert.Null(Next(_issuer.Seal(inHand with { Version = 6 }), inHand));
    }

    [Fact]
    public void A_pack_or_list_of_another_time_than_its_keys_is_refused()
    {
        using var other = new TestKey(KeyUse.Lists);
        foreach (var key in new[] { _issuer.Lists.As(KeyUse.Lists, until: s_now), _issuer.Lists.As(KeyUse.Lists, from: s_now.AddSeconds(1)) })
        {
            var pack = _issuer.Pack(2) with { Keys = [_issuer.Cards.Public, key, other.Public] };
            Assert.Equal(Reasons.OutsideKeyPeriod, First(_issuer.Seal(pack)));
            Assert.Equal(Reasons.OutsideKeyPeriod, Next(_issuer.Seal(pack), _issuer.Pack()));
            Assert.Equal(Reasons.OutsideKeyPeriod, Next(_issuer.Seal(pack, other), _issuer.Pack() with { Keys = [_issuer.Cards.Public, other.Public] }));
            Assert.Equal(
                Reasons.OutsideKeyPeriod, StatusListToken.Read(_issuer.List(), new Trust(TestIssuer.Issuer, [key]), TestIssuer.ListUri, s_now).Reason);
        }

        var period = _issuer.Lists.As(KeyUse.Lists, s_now, s_now.AddSeconds(1));
        Assert.Null(First(_issuer.Seal(_issuer.Pack(2) with { Keys = [_issuer.Cards.Public, period] })));
    }

    [Fact]
    public void A_number_far_ahead_of_its_time_would_make_every_later_pack_look_older()
    {
        var most = s_now.ToUnixTimeSeconds() + 86_400;
        Assert.Null(First(_issuer.Seal(_issuer.Pack(most))));
        Assert.Equal(Reasons.Malformed, First(_issuer.Seal(_issuer.Pack(most + 1))));
    }

    [Theory]
    [InlineData(-61, Reasons.ClockBehind)]
    [InlineData(-60, null)]
    [InlineData(10_000_000, null)]
    public void A_clock_before_the_pack_is_behind(int seconds, string? reason)
    {
        var bytes = _issuer.Seal(_issuer.Pack(2));
        Assert.Equal(reason, VerifierPack.ReadFirst(bytes, _issuer.Anchor.Public.Thumbprint, s_now.AddSeconds(seconds)).Reason);
        Assert.Equal(reason, Next(bytes, _issuer.Pack(), s_now.AddSeconds(seconds)));
        Assert.Equal(2, VerifierPack.ReadStored(bytes)!.Version);
    }

    [Theory]
    [MemberData(nameof(UnsupportedKeys))]
    public void A_key_of_another_kind_is_unsupported(string what, object key)
    {
        _ = what;
        var bytes = _issuer.Seal(Claims(key));
        Assert.Equal(VerifierPack.UnsupportedKey, First(bytes));
        Assert.Equal(VerifierPack.UnsupportedKey, Next(bytes, _issuer.Pack()));
    }

    [Theory]
    [MemberData(nameof(MalformedKeys))]
    public void A_key_of_another_shape_is_malformed(string what, object key)
    {
        _ = what;
        Assert.Equal(Reasons.Malformed, First(_issuer.Seal(Claims(key))));
    }

    [Fact]
    public void The_foreign_writers_pack_is_sound_but_for_its_key() => Assert.Null(First(_issuer.Seal(Claims(Key()))));

    [Fact]
    public void Two_entries_for_one_key_are_malformed() =>
        Assert.Equal(Reasons.Malformed, First(_issuer.Seal(_issuer.Pack() with { Keys = [_issuer.Lists.Public, _issuer.Lists.As(KeyUse.Lists, withdrawn: s_now)] })));

    [Fact]
    public void Two_lists_of_one_address_are_malformed() =>
        Assert.Equal(Reasons.Malformed, First(_issuer.Seal(_issuer.Pack() with { Lists = [_issuer.List(), _issuer.List(CardState.Revoked)] })));

    [Fact]
    public void Each_list_is_judged_for_itself()
    {
        using var stranger = new TestKey(KeyUse.Lists);
        var broken = _issuer.List();
        broken[^1] ^= 1;
        Assert.Equal(Reasons.WrongKeyUse, With(_issuer.List(key: _issuer.Cards)));
        Assert.Equal(Reasons.UnknownKey, With(_issuer.List(key: stranger)));
        Assert.Equal(Reasons.BadSignature, With(broken));
        Assert.Equal(Reasons.Malformed, With([]));
        Assert.Equal(Reasons.NotYetValid, With(_issuer.List(issuedAt: s_now.AddSeconds(61))));
        Assert.Equal(Reasons.Expired, With(_issuer.List(issuedAt: s_now.AddDays(-3))));
        Assert.Null(With(_issuer.List(issuedAt: s_now.AddDays(-3).AddSeconds(1))));

        string? With(byte[] list) => First(_issuer.Seal(_issuer.Pack() with { Lists = [list] }));
    }

    [Fact]
    public void A_list_of_a_withdrawn_key_is_refused()
    {
        using var old = new TestKey(KeyUse.Lists);
        var pack = _issuer.Pack() with
        {
            Keys = [_issuer.Lists.Public, old.As(KeyUse.Lists, withdrawn: s_now)],
            Lists = [_issuer.List(key: old)],
        };
        Assert.Equal(Reasons.KeyWithdrawn, First(_issuer.Seal(pack)));
    }

    [Fact]
    public void The_issuer_does_not_carry_on_a_list_whose_key_it_has_withdrawn()
    {
        using var old = new TestKey(KeyUse.Lists);
        var bytes = _issuer.Seal(_issuer.Pack() with { Keys = [_issuer.Lists.Public, old.Public], Lists = [_issuer.List(key: old)] });
        Assert.NotNull(VerifierPack.ReadOwn(bytes, new Trust(TestIssuer.Issuer, [_issuer.Lists.Public, old.Public])));
        Assert.Null(VerifierPack.ReadOwn(bytes, new Trust(TestIssuer.Issuer, [_issuer.Lists.Public, old.As(KeyUse.Lists, withdrawn: s_now)])));
    }

    [Fact]
    public void What_the_issuer_did_not_sign_is_not_its_own()
    {
        var trust = new Trust(TestIssuer.Issuer, [_issuer.Cards.Public, _issuer.Lists.Public]);
        using var stranger = new TestIssuer();
        Assert.NotNull(VerifierPack.ReadOwn(_issuer.Seal(_issuer.Pack()), trust));
        Assert.Null(VerifierPack.ReadOwn(stranger.Seal(stranger.Pack()), trust));
        Assert.Null(VerifierPack.ReadOwn(_issuer.Seal(_issuer.Pack(), _issuer.Cards), trust));
    }

    [Fact]
    public void An_audience_that_the_policy_does_not_name_is_an_error_that_names_those_it_does()
    {
        var failure = Assert.Throws<ArgumentException>(() => _issuer.Pack().TrustFor("anyone"));
        Assert.Contains("officer", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mutated_pack_is_refused_without_an_exception_and_at_a_bounded_cost()
    {
        var random = new Random(12);
        var bytes = _issuer.Seal(_issuer.Pack());
        for (var n = 0; n < 5000; n++)
        {
            var mutated = Mutated(random, bytes);
            Assert.NotNull(Bounded(() => First(mutated), $"Seed 12, round {n}: {Convert.ToHexString(mutated)}"));
        }
    }

    [Fact]
    public void A_mutated_pack_that_a_trusted_key_signed_throws_nothing_and_costs_no_more()
    {
        var random = new Random(13);
        var payload = _issuer.Pack().EncodePayload();
        for (var n = 0; n < 3000; n++)
        {
            var mutated = _issuer.Seal(Mutated(random, payload));
            Bounded(() => First(mutated), $"Seed 13, round {n}: {Convert.ToHexString(mutated)}");
        }
    }

    [Fact]
    public void A_promise_of_many_keys_or_lists_is_not_believed()
    {
        var head = new Codecs.CborWriter().Map(6).Int(1).Text(TestIssuer.Issuer).Int(6).Int(s_now.ToUnixTimeSeconds()).Text("keys");
        Refused(head.ToArray(), 0x9A);
        Refused(head.Array(0).Text("lists").ToArray(), 0x9A);
        Refused(head.Array(0).Text("policy").ToArray(), 0xBA);

        void Refused(byte[] claims, byte type)
        {
            var bytes = _issuer.Seal([.. claims, type, 0x7F, 0xFF, 0xFF, 0xFF]);
            Assert.Equal(Reasons.Malformed, Bounded(() => First(bytes), Convert.ToHexString(bytes)));
        }
    }

    public void Dispose() => _issuer.Dispose();

    private string? First(byte[] bytes, string? thumbprint = null) =>
        VerifierPack.ReadFirst(bytes, thumbprint ?? _issuer.Anchor.Public.Thumbprint, s_now).Reason;

    private string? Next(byte[] bytes, VerifierPack inHand, DateTimeOffset? now = null) =>
        VerifierPack.ReadNext(bytes, _issuer.Anchored(inHand), now ?? s_now).Reason;

    private static string Hex(ReadOnlyMemory<byte> bytes) => Convert.ToHexString(bytes.Span);

    private static (string, KeyUse, DateTimeOffset?, DateTimeOffset?, DateTimeOffset?) Said(VerificationKey key) =>
        (key.Thumbprint, key.Use, key.SignsFrom, key.SignsUntil, key.WithdrawnAt);

    /// <summary>A COSE_Key as the issuer writes it, but for what is given.</summary>
    private static (object, object?)[] Key(int algorithm = -7, int curve = 1, byte[]? x = null, byte[]? y = null, string use = "cards") =>
    [
        (1, 2), (3, algorithm), (-1, curve), (-2, x ?? Sample.PublicKey.X.ToArray()), (-3, y ?? Sample.PublicKey.Y.ToArray()), ("use", use),
    ];

    /// <summary>Claims by an independent writer, with the key for lists and one more.</summary>
    private byte[] Claims(object key)
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartMap(7);
        writer.WriteInt32(1);
        writer.WriteTextString(TestIssuer.Issuer);
        writer.WriteInt32(6);
        writer.WriteInt64(s_now.ToUnixTimeSeconds());
        writer.WriteTextString("keys");
        writer.WriteStartArray(3);
        writer.WriteEncodedValue(Forge.Map(Key(x: _issuer.Anchor.Public.X.ToArray(), y: _issuer.Anchor.Public.Y.ToArray(), use: "anchor")));
        writer.WriteEncodedValue(Forge.Map(Key(x: _issuer.Lists.Public.X.ToArray(), y: _issuer.Lists.Public.Y.ToArray(), use: "lists")));
        writer.WriteEncodedValue(key is (object, object?)[] members ? Forge.Map(members) : [0x01]);
        writer.WriteEndArray();
        writer.WriteTextString("chain");
        writer.WriteStartArray(1);
        writer.WriteByteString(TestIssuer.Endorse(_issuer.Lists.Public, _issuer.Anchor));
        writer.WriteEndArray();
        writer.WriteTextString("lists");
        writer.WriteStartArray(0);
        writer.WriteEndArray();
        writer.WriteTextString("policy");
        writer.WriteStartMap(0);
        writer.WriteEndMap();
        writer.WriteTextString("version");
        writer.WriteInt64(1);
        writer.WriteEndMap();
        return writer.Encode();
    }

    private static T Bounded<T>(Func<T> call, string name)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var answer = call();
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before <= AllocationLimit, $"More than {AllocationLimit} bytes. {name}");
        return answer;
    }

    private static byte[] Mutated(Random random, byte[] genuine)
    {
        List<byte> bytes = [.. genuine];
        for (var n = random.Next(1, 6); n > 0; n--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] ^= (byte)random.Next(1, 256);
                    break;
                case 1:
                    bytes.RemoveAt(at);
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(bytes.Count - at, random.Next(1, 40))));
                    break;
                default:
                    var some = new byte[random.Next(1, 9)];
                    random.NextBytes(some);
                    bytes.InsertRange(at, some);
                    break;
            }
        }

        // What undid itself is no mutation.
        return bytes.SequenceEqual(genuine) ? Mutated(random, genuine) : [.. bytes];
    }
}
