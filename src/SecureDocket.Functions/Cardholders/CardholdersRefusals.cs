using static System.FormattableString;

namespace SecureDocket.Functions.Cardholders;

/// <summary>The refusals of requests about cardholders: their enrollment, photo and look-alikes.</summary>
internal static class CardholdersRefusals
{
    public static Refusal AlreadyEnrolled(CardholderId id) => new("a-number-in-use", "This person is already enrolled; nothing was changed.", "aNumber") { Cardholder = id };

    public static Refusal People(string name, int limit) => new("invalid", Invariant($"Must be at most {limit} cardholder IDs."), name);

    public static Refusal NobodyListed { get; } = new("invalid", "List at least one person in otherThan or sameAs.", "otherThan");

    public static Refusal PhotoHash { get; } = new(
        "invalid", "Must be the hash of the waiting photo: 64 lowercase hexadecimal digits.", "hash");

    public static Refusal Verification { get; } = new("invalid", "Must be sent together with checkedAt.", "verification");

    public static Refusal CheckedAt { get; } = new(
        "invalid", "Must be the verification's checkedAt in UTC, such as 2027-03-04T15:00:00Z.", "checkedAt");
}
