namespace SecureDocket.Functions.Access;

/// <summary>The app roles, as the identity provider writes them into the token's <c>roles</c> claim.</summary>
public static class Roles
{
    /// <summary>Enrolls people, issues and prints cards.</summary>
    public const string EnrollmentOfficer = "Enrollment.Officer";

    /// <summary>Verifies cards in the field.</summary>
    public const string FieldOfficer = "Field.Officer";

    /// <summary>A court's system that feeds hearings.</summary>
    public const string CourtRegistrar = "Court.Registrar";

    /// <summary>A partner agency's application.</summary>
    public const string PartnerVerifier = "Partner.Verifier";

    /// <summary>Reads journals and disclosures.</summary>
    public const string DocketAuditor = "Docket.Auditor";

    /// <summary>Runs the program: sites, quotas, courts, keys.</summary>
    public const string ProgramAdministrator = "Program.Administrator";

    /// <summary>All of them that tokens hold. A cardholder has none: <see cref="Actor.Cardholder"/>.</summary>
    public static IReadOnlyList<string> All { get; } =
        [EnrollmentOfficer, FieldOfficer, CourtRegistrar, PartnerVerifier, DocketAuditor, ProgramAdministrator];
}
