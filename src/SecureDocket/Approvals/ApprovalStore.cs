using System.Globalization;
using SecureDocket.Cards;
using SecureDocket.Storage;

namespace SecureDocket.Approvals;

/// <summary>Reads and writes approvals. There are few, so one partition holds all of them in the order of their requests.</summary>
public sealed class ApprovalStore(ITables tables)
{
    private const string Partition = "all";
    private const string ApprovalPrefix = "approval|";
    private const string OpenPrefix = "open|";
    private const string RequestPrefix = "request|";
    private const int OpenLimit = 100;

    // A card takes 15 characters, so that a row stays within the 32,000 of a document.
    private const int CardsPerRow = 2000;

    private const string IdTimeFormat = "yyyyMMddHHmmssfff";
    private const int IdLength = 26;

    private readonly RowTable<Approval> _approvals = new(tables, TableNames.Approvals, ApprovalsJson.Rows.Approval);
    private readonly RowTable<ApprovalRequestRow> _requests = new(tables, TableNames.Approvals, ApprovalsJson.Rows.ApprovalRequestRow);
    private readonly RowTable<ApprovalCardsRow> _cards = new(tables, TableNames.Approvals, ApprovalsJson.Rows.ApprovalCardsRow);
    private readonly RowTable<KeyOnly> _open = new(tables, TableNames.Approvals, StorageJson.Rows.KeyOnly);

    /// <summary>Creates the ID of a new request.</summary>
    public static string NewId(DateTimeOffset now, OperationId operation) =>
        $"{now.UtcDateTime.ToString(IdTimeFormat, CultureInfo.InvariantCulture)}-{operation.Value[..8]}";

    /// <summary>Records a request with its cards, once per operation. One request, or three for a retry.</summary>
    /// <returns>The approval on record for the operation.</returns>
    public async Task<Approval> AddAsync(Approval approval, IReadOnlyList<CardNumber> cards, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(approval);
        List<RowWrite> writes =
        [
            _requests.Insert(RequestPrefix + approval.Operation, new(approval.Id)),
            _approvals.Insert(ApprovalPrefix + approval.Id, approval),
            .. cards.Chunk(CardsPerRow).Select((chunk, row) => _cards.Insert(CardsKey(approval.Id, row), new(chunk))),
        ];
        if (await _approvals.CommitAsync(Partition, writes, cancellationToken) is not null)
        {
            return approval;
        }

        return await _requests.FindAsync(Partition, RequestPrefix + approval.Operation, cancellationToken) is { } known
            && await FindAsync(known.Value.Id, cancellationToken) is { } stored
            ? stored.Value
            : throw new DependencyUnavailableException("contention");
    }

    /// <summary>The approval; null if there is none. One request, or none if the text cannot be an ID.</summary>
    public async Task<Stored<Approval>?> FindAsync(string id, CancellationToken cancellationToken) =>
        id is { Length: IdLength } && id.All(character => char.IsAsciiHexDigitLower(character) || character == '-')
            ? await _approvals.FindAsync(Partition, ApprovalPrefix + id, cancellationToken)
            : null;

    /// <summary>A page of all approvals; refused if the token is not from this list. One request.</summary>
    public async Task<Result<Page<Approval>>> PageAsync(string? page, CancellationToken cancellationToken) =>
        PageToken.TryStart(page, ApprovalPrefix, out var from)
            ? await _approvals.PageAsync(Partition, ApprovalPrefix, from, cancellationToken)
            : Refusals.PageToken;

    /// <summary>Updates an approval. One request.</summary>
    /// <returns>The approval afterwards; null if it has changed since it was read, possibly by an earlier attempt of this call.</returns>
    public async Task<Stored<Approval>?> ReplaceAsync(Stored<Approval> before, Approval after, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        List<RowWrite> writes = [_approvals.Replace(before.Key, after, before.Version)];
        if (before.Value.Status == ApprovalStatus.Pending)
        {
            writes.Add(_open.Put(OpenPrefix + after.Id, new()));
        }

        return await _approvals.CommitAsync(Partition, writes, cancellationToken) is { } versions
            ? before with { Value = after, Version = versions[0] }
            : null;
    }

    /// <summary>Hints to approvals that may still be in progress, oldest first. One request.</summary>
    public async Task<IReadOnlyList<OpenApproval>> OpenAsync(CancellationToken cancellationToken)
    {
        var rows = await _open.RangeAsync(Partition, OpenPrefix, RowKey.After(OpenPrefix), OpenLimit, cancellationToken);
        return [.. rows.Select(row => new OpenApproval(row.Key[OpenPrefix.Length..], row.Version))];
    }

    /// <summary>Deletes the hint to an approval that has been carried out. One request.</summary>
    public Task CloseAsync(OpenApproval open, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(open);
        return _open.DeleteAsync(Partition, OpenPrefix + open.Id, open.Version, cancellationToken);
    }

    /// <summary>Part of an approval's cards in their order: as many as requested, or fewer at the end of a row. One request.</summary>
    public async Task<IReadOnlyList<CardNumber>> CardsAsync(string id, int from, int take, CancellationToken cancellationToken)
    {
        var row = await _cards.FindAsync(Partition, CardsKey(id, from / CardsPerRow), cancellationToken);
        return row is null ? [] : [.. row.Value.Cards.Skip(from % CardsPerRow).Take(take)];
    }

    private static string CardsKey(string id, int row) => string.Create(CultureInfo.InvariantCulture, $"cards|{id}|{row:D3}");
}

/// <summary>A hint to an approval that may still be in progress.</summary>
/// <param name="Id">The approval.</param>
/// <param name="Version">The opaque version.</param>
public sealed record OpenApproval(string Id, string Version);

internal sealed record ApprovalCardsRow(IReadOnlyList<CardNumber> Cards);

internal sealed record ApprovalRequestRow(string Id);
