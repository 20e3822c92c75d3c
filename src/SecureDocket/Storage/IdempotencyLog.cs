using System.Text.Json;

namespace SecureDocket.Storage;

/// <summary>Remembers which creating requests were made under which key, and what was answered.</summary>
/// <remarks>
/// It answers repeats and notices a key that is used for another request. It does not serialise twins: the commands
/// themselves recognise their own work by <see cref="OperationId"/>. Answers hold ids and dates, never personal data; a
/// request's bytes do hold some, so their hash is keyed: nobody finds out by trying which person it was about.
/// <see cref="DropOldRequests"/> forgets what is old.
/// </remarks>
public sealed class IdempotencyLog(ITables tables, KeyedHash hash, TimeProvider clock)
{
    internal const string Key = "request";

    /// <summary>Begins a request, or finds what became of it.</summary>
    /// <param name="operation">Who asks, under which key.</param>
    /// <param name="request">The request's bytes, address included.</param>
    public async Task<Attempt> BeginAsync(OperationId operation, ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        var fresh = new IdempotencyRow(HashOf(request), clock.GetUtcNow(), null);
        var json = JsonSerializer.Serialize(fresh, StorageJson.Rows.IdempotencyRow);
        if (await tables.CommitAsync(TableNames.Idempotency, operation.Value, [RowWrite.Insert(Key, json)], cancellationToken) is not null)
        {
            return new(AttemptKind.First, null);
        }

        var row = await tables.FindAsync(TableNames.Idempotency, new(operation.Value, Key), cancellationToken);
        var known = row is null ? fresh : JsonSerializer.Deserialize(row.Json, StorageJson.Rows.IdempotencyRow)!;
        return known.RequestHash != fresh.RequestHash ? new(AttemptKind.OtherRequest, null)
            : known.Answer is null ? new(AttemptKind.Unfinished, null)
            : new(AttemptKind.Answered, known.Answer);
    }

    /// <summary>Keeps the answer for repeats. One request.</summary>
    public Task CompleteAsync(
        OperationId operation, ReadOnlyMemory<byte> request, GivenAnswer answer, CancellationToken cancellationToken)
    {
        var row = new IdempotencyRow(HashOf(request), clock.GetUtcNow(), answer);
        var json = JsonSerializer.Serialize(row, StorageJson.Rows.IdempotencyRow);
        return tables.CommitAsync(TableNames.Idempotency, operation.Value, [RowWrite.Put(Key, json)], cancellationToken);
    }

    private string HashOf(ReadOnlyMemory<byte> request) => Convert.ToHexStringLower(hash.Of("request", request.Span));
}

/// <summary>What is known of a request under a key.</summary>
/// <param name="Kind">How far it came.</param>
/// <param name="Answer">The answer given, when <see cref="AttemptKind.Answered"/>.</param>
public sealed record Attempt(AttemptKind Kind, GivenAnswer? Answer);

/// <summary>How far a request under a key came.</summary>
public enum AttemptKind
{
    /// <summary>The key is new.</summary>
    First,

    /// <summary>The same request was begun and not answered: carry on.</summary>
    Unfinished,

    /// <summary>The same request was answered: answer the same.</summary>
    Answered,

    /// <summary>The key was used for another request.</summary>
    OtherRequest,
}

/// <summary>An answer as it was given.</summary>
/// <param name="Status">The HTTP status code.</param>
/// <param name="Location">The address of what was created; null when nothing was.</param>
/// <param name="ETag">The version of what was created; null when it has none.</param>
/// <param name="Json">The body.</param>
public sealed record GivenAnswer(int Status, string? Location, string? ETag, string Json);

internal sealed record IdempotencyRow(string RequestHash, DateTimeOffset At, GivenAnswer? Answer);
