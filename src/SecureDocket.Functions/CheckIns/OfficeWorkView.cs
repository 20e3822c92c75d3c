using SecureDocket.CheckIns;

namespace SecureDocket.Functions.CheckIns;

/// <summary>A page of an office's work.</summary>
/// <param name="Items">Oldest first.</param>
/// <param name="Next">The token for the next page.</param>
public sealed record OfficeWorkView(IReadOnlyList<WorkItemView> Items, string? Next);

/// <summary>Something that an office has to do about a person.</summary>
public sealed record WorkItemView
{
    /// <summary>What: to-judge, evidence-awaited, no-next-date, unreachable or dates-collide.</summary>
    public required string Kind { get; init; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>The cardholder.</summary>
    public required string CardholderId { get; init; }

    /// <summary>The docket's version, for a change that needs one.</summary>
    public required long DocketVersion { get; init; }

    /// <summary>The name as the person writes it; of a protected person the initials.</summary>
    public required string Name { get; init; }

    /// <summary>The name in Latin letters; of a protected person the initials.</summary>
    public required string LatinName { get; init; }

    /// <summary>The language, as a BCP 47 tag.</summary>
    public required string Language { get; init; }

    /// <summary>The check-in that it is about; absent if it is about none.</summary>
    public CheckInView? CheckIn { get; init; }

    internal static WorkItemView Of(OfficeWorkEntry entry, Actor actor)
    {
        var (docket, item) = (entry.Docket, entry.Item);
        var details = docket.Cardholder.Details;
        var isKept = docket.Cardholder.IsKeptFrom(actor);
        return new()
        {
            Kind = Names.Kebab(item.Kind),
            Since = item.Since.ToDateTimeOffset(),
            CardholderId = docket.Cardholder.Id.ToString(),
            DocketVersion = docket.Version,
            Name = isKept ? details.Initials : details.Name,
            LatinName = isKept ? details.Initials : details.LatinName,
            Language = details.Language,
            CheckIn = docket.CheckIns.FirstOrDefault(checkIn => checkIn.Id == item.CheckInId) is { } about ? CheckInView.Of(about) : null,
        };
    }
}
