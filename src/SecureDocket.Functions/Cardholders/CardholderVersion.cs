using SecureDocket.Dockets;
using SecureDocket.Messages;

namespace SecureDocket.Functions.Cardholders;

/// <summary>The response to a command: the docket and its new version. Discloses nothing about the person but, to whoever gave the number, whether texts reach it.</summary>
/// <param name="Id">The docket's ID.</param>
/// <param name="Version">Its version, which is also the ETag.</param>
public sealed record CardholderVersion(string Id, long Version)
{
    /// <summary>Whether texts reach the number; absent without a number, and in the responses to commands that give none.</summary>
    public TextingView? Texting { get; init; }

    /// <summary>Responds to a command, with the version as ETag.</summary>
    internal static IResult Answer(Docket docket) =>
        Http.JsonAnswer.Ok(Of(docket), CardholdersJson.Answers.CardholderVersion, RequestReading.ETag(docket.Version));

    /// <summary>Responds to a command that gives a number.</summary>
    internal static IResult Answer(Docket docket, SmsOptions sms) =>
        Http.JsonAnswer.Ok(Of(docket, sms), CardholdersJson.Answers.CardholderVersion, RequestReading.ETag(docket.Version));

    internal static CardholderVersion Of(Docket docket, SmsOptions sms) => Of(docket) with { Texting = TextingView.Of(docket, sms) };

    internal static CardholderVersion Of(Docket docket) => new(docket.Cardholder.Id.ToString(), docket.Version);
}
