using SecureDocket.Functions.Access;
using SecureDocket.Partners;

namespace SecureDocket.LocalHost.Development;

/// <summary>The partners behind the development issuer's tokens for <see cref="Roles.PartnerVerifier"/>: the first is live, the second a sandbox partner.</summary>
public static class DevelopmentPartners
{
    private static readonly Actor s_administrator = new(Roles.ProgramAdministrator, DevelopmentIssuer.IdOf(Roles.ProgramAdministrator, "1"));

    /// <summary>Registers the missing ones; partners that were changed or revoked stay as they are.</summary>
    public static async Task RegisterAsync(RegisterPartner register, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(register);
        foreach (var partner in (Partner[])[Invented("1", "Airport security, invented", PartnerKind.Live), Invented("2", "Benefit office, invented", PartnerKind.Sandbox)])
        {
            await register.ExecuteAsync(partner, expected: null, s_administrator, cancellationToken);
        }
    }

    private static Partner Invented(string person, string name, PartnerKind kind) => new()
    {
        Id = DevelopmentIssuer.IdOf(Roles.PartnerVerifier, person),
        Name = name,
        Kind = kind,
        Scopes = [.. Enum.GetValues<PartnerScope>()],
        PerMinute = Partner.DefaultPerMinute,
        Contact = "desk@partner.example",
    };
}
