using System.Security.Cryptography;

namespace SecureDocket.Credentials.Tests.Packs;

/// <summary>An issuer with one key for cards and one for lists, that signs whatever a test needs.</summary>
internal sealed class TestIssuer : IDisposable
{
    public const string Issuer = "https://securedocket.example";

    public const string ListUri = $"{Issuer}/api/v1/status-lists/1";

    /// <summary>Of the sample card's entry.</summary>
    public const int Index = 4711;

    /// <summary>When the packs are made, unless a test says otherwise.</summary>
    public static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public TestKey Anchor { get; } = new(KeyUse.Anchor);

    public TestKey Cards { get; } = new(KeyUse.Cards);

    public TestKey Lists { get; } = new(KeyUse.Lists);

    /// <summary>How old a status may be, by audience.</summary>
    public static IReadOnlyDictionary<string, TimeSpan> Policy { get; } = new Dictionary<string, TimeSpan>
    {
        ["partner"] = TimeSpan.FromHours(6),
        ["officer"] = TimeSpan.FromHours(24),
        ["public"] = TimeSpan.FromHours(1),
    };

    public static Credential Credential { get; } = new()
    {
        Issuer = Issuer,
        CardNumber = "7K2M9QX4T0B5",
        IssuedAt = Now.AddDays(-30),
        NotBefore = Now.AddDays(-30),
        Expires = Now.AddDays(335),
        Status = new StatusReference(ListUri, Index),
        Identity = new Identity
        {
            Id = "1",
            FullName = "Ana Lucía Pérez",
            BirthDate = "19870300",
            Nationality = "GTM",
            CountryOfIssuance = "USA",
            PhotoHash = SHA256.HashData("photo"u8),
            DocketKey = SHA256.HashData("docket"u8).AsMemory(0, 16),
        },
    };

    /// <summary>A card, signed by the key for cards unless another is given.</summary>
    public string Card(Credential? credential = null, TestKey? key = null)
    {
        key ??= Cards;
        var payload = CredentialEncoder.EncodePayload(credential ?? Credential);
        return CredentialEncoder.Seal(key.Id, payload, key.Sign(CredentialEncoder.ToBeSigned(key.Id, payload)));
    }

    /// <summary>A list with the sample card in the given state, signed by the key for lists unless another is given.</summary>
    public byte[] List(CardState state = CardState.Valid, DateTimeOffset? issuedAt = null, TestKey? key = null, string uri = ListUri)
    {
        key ??= Lists;
        var entries = StatusList.Create(2, 8192);
        entries[Index] = (int)state;
        var at = issuedAt ?? Now;
        var payload = new StatusListToken(uri, at, at.AddDays(3), TimeSpan.FromSeconds(30), entries).EncodePayload();
        return StatusListToken.Seal(key.Id, payload, key.Sign(StatusListToken.ToBeSigned(key.Id, payload)));
    }

    /// <summary>The pack with both keys and one list, in which the sample card is in the given state.</summary>
    public VerifierPack Pack(long version = 1, CardState state = CardState.Valid, DateTimeOffset? issuedAt = null) =>
        new(Issuer, issuedAt ?? Now, version, [Cards.Public, Lists.Public], [], [List(state, issuedAt)], Policy);

    /// <summary>The pack with the anchor, and the anchor's word for each of its keys, unless it has a chain or an anchor already.</summary>
    public VerifierPack Anchored(VerifierPack pack) => pack.Chain.Count > 0 || pack.Keys.Any(key => key.Use == KeyUse.Anchor) ? pack : pack with
    {
        Keys = [Anchor.Public, .. pack.Keys],
        Chain = [.. pack.Keys.Select(key => (ReadOnlyMemory<byte>)Endorse(key, Anchor, issuer: pack.Issuer))],
    };

    /// <summary>One key's word for another.</summary>
    public static byte[] Endorse(VerificationKey key, TestKey by, DateTimeOffset? at = null, string issuer = Issuer)
    {
        var payload = new Endorsement(issuer, at ?? Now.AddDays(-60), key.Use, key.Thumbprint).EncodePayload();
        return Endorsement.Seal(by.Id, payload, by.Sign(Endorsement.ToBeSigned(by.Id, payload)));
    }

    /// <summary>The pack as it is fetched, <see cref="Anchored"/>, signed by the key for lists unless another is given.</summary>
    public byte[] Seal(VerifierPack pack, TestKey? key = null) => Seal(Anchored(pack).EncodePayload(), key);

    /// <summary>Any claims as a pack.</summary>
    public byte[] Seal(byte[] payload, TestKey? key = null)
    {
        key ??= Lists;
        return VerifierPack.Seal(key.Id, payload, key.Sign(VerifierPack.ToBeSigned(key.Id, payload)));
    }

    public void Dispose()
    {
        Anchor.Dispose();
        Cards.Dispose();
        Lists.Dispose();
    }
}

/// <summary>A fresh key of which both parts are at hand.</summary>
internal sealed class TestKey : IDisposable
{
    private readonly ECDsa _private = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public TestKey(KeyUse use) => Public = As(use);

    public VerificationKey Public { get; }

    public KeyId Id => Public.Id;

    /// <summary>The same key, published otherwise.</summary>
    public VerificationKey As(KeyUse use, DateTimeOffset? from = null, DateTimeOffset? until = null, DateTimeOffset? withdrawn = null)
    {
        var point = _private.ExportParameters(false).Q;
        return new(point.X, point.Y) { Use = use, SignsFrom = from, SignsUntil = until, WithdrawnAt = withdrawn };
    }

    public byte[] Sign(byte[] data) => _private.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    public void Dispose()
    {
        Public.Dispose();
        _private.Dispose();
    }
}
