using NodaTime;
using SecureDocket.Cardholders;
using SecureDocket.Dockets;

namespace SecureDocket.Inbox;

/// <summary>Puts people on the work list whom no text tells in time, so that somebody calls them.</summary>
public sealed class PeopleToCall(InboxItems inbox, TimeProvider clock)
{
    /// <summary>A date this far ahead can be told by mail.</summary>
    public static Duration MailTakes { get; } = Duration.FromDays(7);

    /// <summary>Whether texts reach a person, as far as anybody knows.</summary>
    public static bool IsReached(Docket docket)
    {
        ArgumentNullException.ThrowIfNull(docket);
        return docket.Texting is TextingState.Reachable or TextingState.Unconfirmed;
    }

    /// <summary>Puts a person on the list, once for each source. At most three requests.</summary>
    /// <param name="docket">The person's docket.</param>
    /// <param name="source">What is not told: the same one puts nobody on the list again.</param>
    /// <param name="at">When it happened; the same for every attempt.</param>
    /// <param name="office">The office that should call; null for any.</param>
    /// <param name="what">What the person has to be told, for an officer.</param>
    /// <param name="cancellationToken">Cancels the call; repeating it is safe.</param>
    /// <exception cref="DependencyUnavailableException">The storage failed; repeat it.</exception>
    public Task RaiseAsync(Docket docket, string source, Instant at, string? office, string what, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(docket);
        var person = docket.Cardholder;
        return inbox.RaiseAsync(source, new(person.Id, InboxKind.Call, at, person.Details.Language, what) { Office = office ?? OfficeOf(docket) }, cancellationToken);
    }

    private string? OfficeOf(Docket docket) => (docket.NextCheckIn(clock.GetCurrentInstant()) ?? (docket.CheckIns is [.., var last] ? last : null))?.OfficeId;
}
