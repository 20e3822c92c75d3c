using System.Security.Cryptography;
using System.Text;
using SecureDocket.Disclosures;
using SecureDocket.Dockets;
using SecureDocket.Storage;

namespace SecureDocket.SignIns;

/// <summary>Completes a sign-in with a code, either texted or on paper.</summary>
/// <remarks>
/// All failures look the same. Every code is used up by attempts: a texted one by the fifth incorrect attempt at the latest, a paper
/// one by its first, so that a found sheet allows only ten guesses of the PIN. Paper codes have no waiting times, so that
/// no stranger can lock a person out with attempts.
/// </remarks>
public sealed class FinishSignIn(Challenges challenges, SignInStore store, Sessions sessions, DocketStore dockets, DisclosureLog disclosures, KeyedHash hash, TimeProvider clock)
{
    private static readonly Refusal s_refusal = SignInsRefusals.SignInFailed;

    /// <summary>Completes the sign-in.</summary>
    /// <param name="token">The browser's token.</param>
    /// <param name="typed">The code as typed.</param>
    /// <param name="device">The kind of device in one word.</param>
    /// <returns>The open session.</returns>
    public async Task<Result<SessionToken>> ExecuteAsync(ChallengeToken? token, string? typed, string device, CancellationToken cancellationToken)
    {
        if (token is null || await challenges.TakeTryAsync(token, cancellationToken) is not { } taken)
        {
            return s_refusal;
        }

        var challenge = taken.Value;
        var code = SignInCode.Read(typed) ?? "";
        var id = challenge.CardholderId ?? CardholderId.FromBytes(hash.Of("decoy", token.Partition).AsSpan(0, CardholderId.Length));
        var now = clock.GetUtcNow();
        var fits = SignInCode.IsPrinted(code)
            ? await store.TakePaperCodeAsync(id, code, cancellationToken) is { } paper && !(now >= paper.Until)
            : challenge.CodeHash is { } texted && now < challenge.CodeUntil
                && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(texted), Encoding.ASCII.GetBytes(challenges.HashOf(token, code)));
        if (!fits || challenge.Pin is null || challenge.CardholderId is null
            || await dockets.LoadAsync(id, cancellationToken) is not { } docket
            || !SignInRules.Admits(docket, challenge.CardNumber)
            || !await StillHoldsAsync(docket, challenge, code, cancellationToken)
            || !await challenges.EndAsync(token, taken, succeeded: true, cancellationToken))
        {
            return s_refusal;
        }

        var isByPaper = SignInCode.IsPrinted(code);
        await disclosures.RecordAsync(id, Actor.Cardholder(id), Purpose.SelfService, isByPaper ? [SignInFields.Portal, SignInFields.PaperCode] : [SignInFields.Portal], cancellationToken);
        return await sessions.OpenAsync(id, challenge.CardNumber!, device, isByPaper, cancellationToken);
    }

    // A new PIN or number is the remedy for a stolen one, so a sign-in begun with the old one ends.
    private async Task<bool> StillHoldsAsync(Docket docket, ChallengeRow challenge, string code, CancellationToken cancellationToken) =>
        (SignInCode.IsPrinted(code) || (docket.Cardholder.Details.Mobile is { } mobile && challenge.CodePhone == challenges.HashOfPhone(mobile)))
        && (await store.FindPinAsync(docket.Cardholder.Id, cancellationToken))?.Version == challenge.Pin;
}
