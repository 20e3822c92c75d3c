using System.Security.Cryptography;
using System.Text;
using SecureDocket.Disclosures;
using SecureDocket.Dockets;
using SecureDocket.Storage;

namespace SecureDocket.SignIns;

/// <summary>Completes a sign-in with a code: the texted one, or one from paper.</summary>
/// <remarks>
/// Every failure is the same. Whatever code is tried is used up: a texted one by the fifth wrong try at the latest, one from
/// paper by its first, so that a sheet that was found gives ten guesses of the PIN and no more. Codes from paper know no waits:
/// no stranger can keep a person out by trying.
/// </remarks>
public sealed class FinishSignIn(Challenges challenges, SignInStore store, Sessions sessions, DocketStore dockets, DisclosureLog disclosures, KeyedHash hash, TimeProvider clock)
{
    private static readonly Refusal s_refusal = SignInsRefusals.SignInFailed;

    /// <summary>Completes it.</summary>
    /// <param name="token">What the browser shows.</param>
    /// <param name="typed">The code as typed.</param>
    /// <param name="device">The kind of device in a word.</param>
    /// <returns>The open session.</returns>
    public async Task<Result<SessionToken>> ExecuteAsync(ChallengeToken? token, string? typed, string device, CancellationToken cancellationToken)
    {
        if (token is null || await challenges.TakeTryAsync(token, cancellationToken) is not { } taken)
        {
            return s_refusal;
        }

        var challenge = taken.Challenge;
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
            || !await challenges.EndAsync(token, taken.Row, succeeded: true, cancellationToken))
        {
            return s_refusal;
        }

        var isByPaper = SignInCode.IsPrinted(code);
        await disclosures.RecordAsync(id, Actor.Cardholder(id), Purpose.SelfService, isByPaper ? [SignInFields.Portal, SignInFields.PaperCode] : [SignInFields.Portal], cancellationToken);
        return await sessions.OpenAsync(id, challenge.CardNumber!, device, isByPaper, cancellationToken);
    }

    // A new PIN or a new number is the answer to a stolen one: what was begun with the old one ends with it.
    private async Task<bool> StillHoldsAsync(Docket docket, ChallengeRow challenge, string code, CancellationToken cancellationToken) =>
        (SignInCode.IsPrinted(code) || (docket.Cardholder.Details.Mobile is { } mobile && challenge.CodePhone == challenges.HashOfPhone(mobile)))
        && (await store.FindPinAsync(docket.Cardholder.Id, cancellationToken))?.Version == challenge.Pin;
}
