using SecureDocket.Cards;
using SecureDocket.Credentials;
using SecureDocket.Verdicts;

namespace SecureDocket.Sandbox;

/// <summary>Verifies a card for a partner's tests, like <see cref="VerifyCard"/> but without any records.</summary>
public sealed class VerifySandboxCard(SandboxWorld world, TimeProvider clock)
{
    private static readonly string[] s_checkByEye = ["photo-matches-bearer", "printed-details-match", "card-is-undamaged"];

    /// <summary>Verifies a credential or a typed card number. No storage operation, and no disclosure, since the cards belong to no one.</summary>
    public Verification Execute(VerificationRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var now = clock.GetUtcNow();
        var method = request.Credential is null ? VerificationMethod.CardNumber : VerificationMethod.Credential;
        if ((request.Credential ?? world.Find(request.CardNumber)?.Credential) is not { } text)
        {
            return new(Outcome.Invalid, [Reasons.NotOnRecord], new(method, null, now, null, null, []));
        }

        var verdict = CredentialVerifier.Verify(text, world.Trust, now);
        var card = verdict.Credential is not null && CardNumber.TryParse(verdict.Credential.CardNumber, out var number) ? world.Find(number) : null;
        var keyId = request.Credential is null ? null : verdict.KeyId?.ToString();

        // A valid signature does not show that the record is missing.
        var isMissing = verdict.Outcome == Outcome.Valid && card is null or { Reasons: [Reasons.NotOnRecord] };
        if (card is null || isMissing || verdict.Outcome == Outcome.Undetermined)
        {
            return new(
                isMissing ? Outcome.Invalid : verdict.Outcome,
                isMissing ? [Reasons.NotOnRecord] : verdict.Reasons,
                new(method, keyId, now, null, null, []));
        }

        return new(verdict.Outcome, verdict.Reasons, new(method, keyId, now, now, 0, s_checkByEye))
        {
            Partner = PartnerView.Of(verdict.Credential!.Expires, verdict.Credential.Identity, request, verdict.Outcome),
        };
    }
}
