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

    /// <summary>Protects people, and opens the dockets of protected people; for acts on them, a caller needs the officer's role as well.</summary>
    public const string ProtectionSupervisor = "Protection.Supervisor";

    /// <summary>
    /// Whether the dockets of protected people are kept from a caller: from everybody without the role, except the systems of courts and partners, which
    /// feed and verify as for anybody, and administrators, who are shown nothing of a docket.
    /// </summary>
    /// <param name="role">The role in which the caller acts.</param>
    /// <param name="held">All roles that the caller has.</param>
    internal static bool IsKeptFromProtected(string role, IReadOnlySet<string> held) =>
        !held.Contains(ProtectionSupervisor) && role is not (CourtRegistrar or PartnerVerifier or ProgramAdministrator);

    /// <summary>All roles that tokens can contain. Cardholders have none; see <see cref="Actor.Cardholder"/>.</summary>
    public static IReadOnlyList<string> All { get; } =
        [EnrollmentOfficer, FieldOfficer, CourtRegistrar, PartnerVerifier, DocketAuditor, ProgramAdministrator, ProtectionSupervisor];
}
