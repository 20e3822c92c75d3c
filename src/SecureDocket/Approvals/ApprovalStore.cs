using System.Globalization;
using System.Text.Json;
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
            RowWrite.Insert(RequestPrefix + approval.Operation, JsonSerializer.Serialize(new ApprovalRequestRow(approval.Id), ApprovalsJson.Rows.ApprovalRequestRow)),
            RowWrite.Insert(ApprovalPrefix + approval.Id, Write(approval)),
            .. cards.Chunk(CardsPerRow).Select((chunk, row) => RowWrite.Insert(
                CardsKey(approval.Id, row), JsonSerializer.Serialize(new ApprovalCardsRow(chunk), ApprovalsJson.Rows.ApprovalCardsRow))),
        ];
        if (await tables.CommitAsync(TableNames.Approvals, Partition, writes, cancellationToken) is not null)
        {
            return approval;
        }

        var known = await tables.FindAsync(TableNames.Approvals, new(Partition, RequestPrefix + approval.Operation), cancellationToken);
        return known is not null
            && await FindAsync(JsonSerializer.Deserialize(known.Json, ApprovalsJson.Rows.ApprovalRequestRow)!.Id, cancellationToken) is { } stored
            ? stored.Approval
            : throw new DependencyUnavailableException("contention");
    }

    /// <summary>The approval; null if there is none. One request, or none if the text cannot be an ID.</summary>
    public async Task<StoredApproval?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (id is not { Length: IdLength } || !id.All(character => char.IsAsciiHexDigitLower(character) || character == '-'))
        {
            return null;
        }

        var row = await tables.FindAsync(TableNames.Approvals, new(Partition, ApprovalPrefix + id), cancellationToken);
        return row is null ? null : new(Read(row), row.Version);
    }

    /// <summary>A page of all approvals; refused if the token is not from this list. One request.</summary>
    public async Task<Result<Page<Approval>>> PageAsync(string? page, CancellationToken cancellationToken)
    {
        if (!PageToken.TryStart(page, ApprovalPrefix, out var from))
        {
            return Refusals.PageToken;
        }

        var rows = await tables.RangeAsync(TableNames.Approvals, Partition, from, After(ApprovalPrefix), Page<Approval>.Size + 1, cancellationToken);
        return new Page<Approval>(
            [.. rows.Take(Page<Approval>.Size).Select(Read)],
            rows.Count > Page<Approval>.Size ? PageToken.Of(rows[Page<Approval>.Size - 1].Key) : null);
    }

    /// <summary>Updates an approval. One request.</summary>
    /// <returns>The approval afterwards; null if it has changed since it was read, possibly by an earlier attempt of this call.</returns>
    public async Task<StoredApproval?> ReplaceAsync(StoredApproval before, Approval after, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        List<RowWrite> writes = [RowWrite.Replace(ApprovalPrefix + after.Id, Write(after), before.Version)];
        if (before.Approval.Status == ApprovalStatus.Pending)
        {
            writes.Add(RowWrite.Put(OpenPrefix + after.Id, "{}"));
        }

        return await tables.CommitAsync(TableNames.Approvals, Partition, writes, cancellationToken) is { } versions
            ? new(after, versions[0])
            : null;
    }

    /// <summary>Hints to approvals that may still be in progress, oldest first. One request.</summary>
    public async Task<IReadOnlyList<OpenApproval>> OpenAsync(CancellationToken cancellationToken)
    {
        var rows = await tables.RangeAsync(TableNames.Approvals, Partition, OpenPrefix, After(OpenPrefix), OpenLimit, cancellationToken);
        return [.. rows.Select(row => new OpenApproval(row.Key[OpenPrefix.Length..], row.Version))];
    }

    /// <summary>Deletes the hint to an approval that has been carried out. One request.</summary>
    public Task CloseAsync(OpenApproval open, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(open);
        return tables.CommitAsync(TableNames.Approvals, Partition, [RowWrite.Delete(OpenPrefix + open.Id, open.Version)], cancellationToken);
    }

    /// <summary>Part of an approval's cards in their order: as many as requested, or fewer at the end of a row. One request.</summary>
    public async Task<IReadOnlyList<CardNumber>> CardsAsync(string id, int from, int take, CancellationToken cancellationToken)
    {
        var row = await tables.FindAsync(TableNames.Approvals, new(Partition, CardsKey(id, from / CardsPerRow)), cancellationToken);
        return row is null
            ? []
            : [.. JsonSerializer.Deserialize(row.Json, ApprovalsJson.Rows.ApprovalCardsRow)!.Cards.Skip(from % CardsPerRow).Take(take)];
    }

    private static string Write(Approval approval) => JsonSerializer.Serialize(approval, ApprovalsJson.Rows.Approval);

    private static Approval Read(Row row) => JsonSerializer.Deserialize(row.Json, ApprovalsJson.Rows.Approval)!;

    private static string CardsKey(string id, int row) => string.Create(CultureInfo.InvariantCulture, $"cards|{id}|{row:D3}");

    // '}' is the character after '|', which ends every prefix.
    private static string After(string prefix) => prefix[..^1] + "}";
}

/// <summary>An approval as read, with the version for a conditional write.</summary>
/// <param name="Approval">The approval.</param>
/// <param name="Version">The opaque version.</param>
public sealed record StoredApproval(Approval Approval, string Version);

/// <summary>A hint to an approval that may still be in progress.</summary>
/// <param name="Id">The approval.</param>
/// <param name="Version">The opaque version.</param>
public sealed record OpenApproval(string Id, string Version);

internal sealed record ApprovalCardsRow(IReadOnlyList<CardNumber> Cards);

internal sealed record ApprovalRequestRow(string Id);
