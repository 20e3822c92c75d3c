using SecureDocket.Dockets;

namespace SecureDocket.Functions.Cardholders;

/// <summary>The response to a command: the docket and its new version. Discloses nothing about the person.</summary>
/// <param name="Id">The docket's ID.</param>
/// <param name="Version">Its version, which is also the ETag.</param>
public sealed record CardholderVersion(string Id, long Version)
{
    /// <summary>Responds to a command, with the version as ETag.</summary>
    internal static IResult Answer(Docket docket) =>
        Http.JsonAnswer.Ok(Of(docket), CardholdersJson.Answers.CardholderVersion, RequestReading.ETag(docket.Version));

    internal static CardholderVersion Of(Docket docket) => new(docket.Cardholder.Id.ToString(), docket.Version);
}
