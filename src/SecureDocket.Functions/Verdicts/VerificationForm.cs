using SecureDocket.Cardholders;
using SecureDocket.Cards;
using SecureDocket.Functions.Seals;
using SecureDocket.Verdicts;

namespace SecureDocket.Functions.Verdicts;

/// <summary>Reads the body of a verification. Each audience has its own properties; those of another one are unknown properties.</summary>
internal static class VerificationForm
{
    private const int NameLimit = 200;

    /// <summary>The question, or all faults of the body.</summary>
    /// <param name="body">The body.</param>
    /// <param name="audience">Who asks.</param>
    /// <param name="now">The current time, from which a seal is counted.</param>
    public static Result<VerificationRequest> Read(Result<ReadOnlyMemory<byte>> body, Audience audience, DateTimeOffset now) =>
        JsonForm.Read(body, (json, faults) =>
        {
            var credential = json.Text("credential");
            return new VerificationRequest(audience, credential, NumberOf(json, credential, audience, faults))
            {
                FullName = audience == Audience.Partner ? NameOf(json, faults) : null,
                BirthDate = audience == Audience.Partner ? BirthDateOf(json, faults) : null,
                Seal = audience == Audience.Officer ? SealForm.Read(json, now, faults) : null,
            };
        });

    // The card is named by the text of its code or, by those who may, by its number.
    private static CardNumber NumberOf(JsonForm json, string? credential, Audience audience, List<Refusal> faults)
    {
        var typed = audience == Audience.Public ? null : json.Text("cardNumber");
        if (credential is null == typed is null)
        {
            faults.Add(audience == Audience.Public ? VerdictsRefusals.Credential : VerdictsRefusals.CredentialOrNumber);
        }

        CardNumber number = default;
        if (typed is not null && !CardNumber.TryParse(typed, out number))
        {
            faults.Add(VerdictsRefusals.CardNumber);
        }

        return number;
    }

    private static string? NameOf(JsonForm json, List<Refusal> faults)
    {
        var name = json.Text("fullName");
        if (name is { Length: 0 or > NameLimit })
        {
            faults.Add(Refusals.Length("fullName", NameLimit));
        }

        return name;
    }

    private static BirthDate? BirthDateOf(JsonForm json, List<Refusal> faults)
    {
        if (json.Text("birthDate") is not { } text)
        {
            return null;
        }

        if (!BirthDate.TryParse(text, out var birthDate))
        {
            faults.Add(VerdictsRefusals.BirthDate);
        }

        return birthDate;
    }
}
