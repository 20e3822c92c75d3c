namespace SecureDocket.Functions.Access;

/// <summary>The app roles, as in the token's <c>roles</c> claim.</summary>
public static class Roles
{
    /// <summary>Enrolls people, issues and prints cards.</summary>
    public const string EnrollmentOfficer = "Enrollment.Officer";

    /// <summary>Verifies cards in the field.</summary>
    public const string FieldOfficer = "Field.Officer";

    /// <summary>The system of a court, which supplies hearings.</summary>
    public const string CourtRegistrar = "Court.Registrar";

    /// <summary>A partner agency's application.</summary>
    public const string PartnerVerifier = "Partner.Verifier";

    /// <summary>Reads journals and disclosures.</summary>
    public const string DocketAuditor = "Docket.Auditor";

    /// <summary>Administers the program: sites, quotas, courts and keys.</summary>
    public const string ProgramAdministrator = "Program.Administrator";

    /// <summary>All roles that tokens can contain. Cardholders have none; see <see cref="Actor.Cardholder"/>.</summary>
    public static IReadOnlyList<string> All { get; } =
        [EnrollmentOfficer, FieldOfficer, CourtRegistrar, PartnerVerifier, DocketAuditor, ProgramAdministrator];
}
