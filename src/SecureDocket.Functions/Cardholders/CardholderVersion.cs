using SecureDocket.Dockets;

namespace SecureDocket.Functions.Cardholders;

/// <summary>The answer to a command: which docket, and its version now. It shows nothing of the person.</summary>
/// <param name="Id">The docket's key.</param>
/// <param name="Version">Its version, also the ETag.</param>
public sealed record CardholderVersion(string Id, long Version)
{
    /// <summary>The answer to a command, with the version as its ETag.</summary>
    internal static IResult Answer(Docket docket) =>
        Http.Answer.Ok(Of(docket), CardholdersJson.Answers.CardholderVersion, RequestReading.ETag(docket.Version));

    internal static CardholderVersion Of(Docket docket) => new(docket.Cardholder.Id.ToString(), docket.Version);
}
