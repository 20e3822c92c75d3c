using SecureDocket.Credentials;

namespace SecureDocket.VerdictCases;

/// <summary>How trust is carried from the anchor to the key that signs a pack, and to those that sign cards.</summary>
internal static class ChainCases
{
    private static readonly DateTimeOffset s_now = Issuer.Now;
    private static readonly VerificationKey s_anchor = Issuer.Anchor.Public;
    private static readonly VerificationKey s_lists = Issuer.Lists.Public;
    private static readonly VerificationKey s_next = Issuer.NextLists.Public;
    private static readonly VerificationKey s_cards = Issuer.Cards.Public;

    public static void AddTo(CaseFile cases)
    {
        byte[] first = Issuer.Endorse(s_lists, Issuer.Anchor), second = Issuer.Endorse(s_next, Issuer.Lists);
        var withdrawn = Issuer.Lists.As(KeyUse.Lists, withdrawn: s_now);
        var ended = Issuer.Lists.As(KeyUse.Lists, until: Issuer.Day(2026, 1, 1));

        By("by the key that the anchor endorses", Issuer.Lists, [s_anchor, s_lists], [first]);
        By("by its successor", Issuer.NextLists, [s_anchor, s_lists, s_next], [first, second]);
        By("by its successor, of which the links come in another order", Issuer.NextLists, [s_anchor, s_lists, s_next], [second, first], VerifierPack.UnendorsedKey);
        By("by a successor without the link before", Issuer.NextLists, [s_anchor, s_lists, s_next], [second], VerifierPack.UnendorsedKey);
        By("by a successor without the key before", Issuer.NextLists, [s_anchor, s_next], [first, second], VerifierPack.UnendorsedKey);
        By("by a successor of a key that has ended since", Issuer.NextLists, [s_anchor, ended, s_next], [first, second]);
        By(
            "by a successor that its predecessor endorsed after its end", Issuer.NextLists, [s_anchor, ended, s_next],
            [first, Issuer.Endorse(s_next, Issuer.Lists, Issuer.Day(2026, 1, 1))], VerifierPack.UnendorsedKey);
        By("by a successor of a withdrawn key", Issuer.NextLists, [s_anchor, withdrawn, s_next], [first, second], VerifierPack.UnendorsedKey);
        By("by a successor of a withdrawn key, which the anchor endorses too", Issuer.NextLists, [s_anchor, withdrawn, s_next], [first, second, Issuer.Endorse(s_next, Issuer.Anchor)]);
        By("by a key that its predecessor endorsed for another issuer", Issuer.NextLists, [s_anchor, s_lists, s_next], [first, Issuer.Endorse(s_next, Issuer.Lists, issuer: "https://other.example")], VerifierPack.UnendorsedKey);
        By("by a key that endorses itself", Issuer.NextLists, [s_anchor, s_next], [Issuer.Endorse(s_next, Issuer.NextLists)], VerifierPack.UnendorsedKey);
        By("by a key that a key for cards endorses", Issuer.NextLists, [s_anchor, s_cards, s_next], [Issuer.Endorse(s_cards, Issuer.Anchor), Issuer.Endorse(s_next, Issuer.Cards)], VerifierPack.UnendorsedKey);
        By("by a key that is endorsed for cards", Issuer.Lists, [s_anchor, s_lists], [Issuer.Endorse(Issuer.Lists.As(KeyUse.Cards), Issuer.Anchor)], VerifierPack.UnendorsedKey);
        By("by a key that a stranger endorses", Issuer.Lists, [s_anchor, s_lists], [Issuer.Endorse(s_lists, Issuer.Stranger)], VerifierPack.UnendorsedKey);
        By("with a link whose signature is broken", Issuer.Lists, [s_anchor, s_lists], [[.. first[..^1], (byte)(first[^1] ^ 1)]], VerifierPack.UnendorsedKey);
        By("with a link of the higher s", Issuer.Lists, [s_anchor, s_lists], [[.. first[..^64], .. MessageCases.WithHighS(first[^64..])]], VerifierPack.UnendorsedKey);
        By("with a link twice", Issuer.Lists, [s_anchor, s_lists], [first, first]);
        By("with a link to a key that it does not have", Issuer.Lists, [s_anchor, s_lists], [first, second]);
        By("with a key for cards that nobody endorses", Issuer.Lists, [s_anchor, s_cards, s_lists], [first]);

        var claims = new Pairs((1, Issuer.Name), (6, 1), ("use", "lists"), ("thumbprint", new byte[32]));
        Claims("as it is written here", claims);
        Claims("an extra claim", claims.Plus(4, "thumbprints", 1), Reasons.Malformed);
        Claims("no issuer", claims.Without(0), Reasons.Malformed);
        Claims("another order", [claims[1], claims[0], .. claims[2..]], Reasons.Malformed);
        Claims("a time before 1970", claims.With(1, -1), Reasons.Malformed);
        Claims("of an anchor", claims.With(2, "anchor"), Reasons.Malformed);
        Claims("of another use", claims.With(2, "sig"), Reasons.Malformed);
        Claims("a thumbprint of 31 bytes", claims.With(3, new byte[31]), Reasons.Malformed);
        Claims("a thumbprint in text", claims.With(3, s_lists.Thumbprint), Reasons.Malformed);

        // A device that slept through rotations of the key for lists wakes up to a signer that it has never heard of.
        var third = new SigningKey(Issuer.Named("third lists"), KeyUse.Lists);
        var slept = Sealed(Issuer.Lists, [s_anchor, s_lists], [first]);
        Next("after two rotations", Sealed(third, [s_anchor, ended, s_next, third.Public], [first, second, Issuer.Endorse(third.Public, Issuer.NextLists, Issuer.Day(2026, 6, 1))], 8));
        Next("after a rotation of which it lacks a link", Sealed(third, [s_anchor, ended, third.Public], [first, second, Issuer.Endorse(third.Public, Issuer.NextLists, Issuer.Day(2026, 6, 1))], 8), VerifierPack.UnendorsedKey);
        Next("after a withdrawal, carried on by the key withdrawn", Sealed(Issuer.NextLists, [s_anchor, withdrawn, s_next], [first, second], 8), VerifierPack.UnendorsedKey);
        Next("after a withdrawal, carried on by the anchor", Sealed(Issuer.NextLists, [s_anchor, withdrawn, s_next], [first, second, Issuer.Endorse(s_next, Issuer.Anchor)], 8));
        var other = Issuer.Stranger.As(KeyUse.Anchor);
        Next("of another anchor", Sealed(Issuer.Lists, [other, s_lists], [Issuer.Endorse(s_lists, Issuer.Stranger)], 8), VerifierPack.UnendorsedKey);

        void Next(string name, byte[] pack, string? reason = null) => cases.Opening($"chain: {name}", pack, reason, slept);

        void Claims(string name, Pairs endorsement, string? reason = null) =>
            By($"with a link: {name}", Issuer.Lists, [s_anchor, s_lists], [first, Issuer.SealEndorsement(Cbor.Item(endorsement), Issuer.Anchor)], reason);

        void By(string name, SigningKey signer, VerificationKey[] keys, byte[][] chain, string? reason = null) =>
            cases.Opening($"chain: {name}", Sealed(signer, keys, chain), reason);
    }

    /// <summary>Cards by a key that no endorsement leads to, and by one that was endorsed by its own use alone.</summary>
    public static void AddVerdictsTo(CaseFile cases)
    {
        var old = new SigningKey(Issuer.Named("first cards"), KeyUse.Cards);
        var status = (ReadOnlyMemory<byte>)Issuer.Seal(StatusCases.Lists[0]);
        var pack = new VerifierPack(
            Issuer.Name, s_now, 7, [s_anchor, old.Public, s_cards, s_lists, Issuer.Stranger.Public],
            [Issuer.Endorse(s_lists, Issuer.Anchor), Issuer.Endorse(old.Public, Issuer.Anchor), Issuer.Endorse(s_cards, old), Issuer.Endorse(Issuer.Stranger.Public, Issuer.Lists)],
            [status], Issuer.Policy);
        cases.AddPack("chain", pack);
        cases.Signed("by a key that an older one for cards endorses", Issuer.Card, statusAsOf: CardCases.Listed, pack: "chain");
        cases.UnknownKey("by a key that only a key for lists endorses", Issuer.Seal(Issuer.Card, Issuer.Stranger), Issuer.Stranger, "chain");
        cases.AddPack("chain-withdrawn", pack with { Keys = [s_anchor, old.As(KeyUse.Cards, withdrawn: s_now), s_cards, s_lists] });
        cases.UnknownKey("by a key that a withdrawn one endorses", Issuer.Seal(Issuer.Card), Issuer.Cards, "chain-withdrawn");
    }

    private static byte[] Sealed(SigningKey signer, VerificationKey[] keys, byte[][] chain, long version = 7) => Issuer.Seal(
        new VerifierPack(Issuer.Name, s_now, version, keys, [.. chain.Select(link => (ReadOnlyMemory<byte>)link)], [], Issuer.Policy), signer);
}
