using NodaTime;
using NodaTime.Text;
using SecureDocket.Cards;

namespace SecureDocket.Functions.Http;

/// <summary>The addresses of API resources.</summary>
internal static class Links
{
    public static string Cardholder(CardholderId id) => $"/api/v1/cardholders/{id}";

    public static string Photo(CardholderId id) => $"{Cardholder(id)}/photo";

    /// <summary>The photo as part of a verification.</summary>
    public static string Photo(CardholderId id, string verificationId, DateTimeOffset checkedAt) =>
        $"{Photo(id)}?verification={verificationId}&checkedAt={InstantPattern.ExtendedIso.Format(Instant.FromDateTimeOffset(checkedAt))}";

    public static string PhotoChange(CardholderId id) => $"{Photo(id)}/change";

    public static string Approval(string id) => $"/api/v1/approvals/{id}";

    public static string Card(CardNumber number) => $"/api/v1/cards/{number}";
}
