namespace SecureDocket.Storage;

/// <summary>Remembers the creating requests made under each key, and their responses.</summary>
/// <remarks>
/// It answers retries and detects a key that is reused for another request. It does not serialize concurrent duplicates: the commands
/// recognize their own work by <see cref="OperationId"/>. Responses contain IDs and dates, never personal data. Requests do contain
/// personal data, so their hash is keyed; otherwise hashing guesses could reveal the person.
/// <see cref="PurgeIdempotencyRecords"/> deletes old records.
/// </remarks>
public sealed class IdempotencyLog(ITables tables, KeyedHash hash, TimeProvider clock)
{
    internal const string Key = "request";

    private readonly RowTable<IdempotencyRow> _requests = new(tables, TableNames.Idempotency, StorageJson.Rows.IdempotencyRow);

    /// <summary>Begins a request, or finds its earlier outcome.</summary>
    /// <param name="operation">The operation of caller and key.</param>
    /// <param name="request">The request's bytes, including the address.</param>
    public async Task<Attempt> BeginAsync(OperationId operation, ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        var fresh = new IdempotencyRow(HashOf(request), clock.GetUtcNow(), null);
        if (await _requests.InsertAsync(operation.Value, Key, fresh, cancellationToken) is not null)
        {
            return new(AttemptKind.First, null);
        }

        var known = (await _requests.FindAsync(operation.Value, Key, cancellationToken))?.Value ?? fresh;
        return known.RequestHash != fresh.RequestHash ? new(AttemptKind.OtherRequest, null)
            : known.Answer is null ? new(AttemptKind.Unfinished, null)
            : new(AttemptKind.Answered, known.Answer);
    }

    /// <summary>Stores the response for retries. One request.</summary>
    public Task CompleteAsync(
        OperationId operation, ReadOnlyMemory<byte> request, GivenAnswer answer, CancellationToken cancellationToken) =>
        _requests.PutAsync(operation.Value, Key, new(HashOf(request), clock.GetUtcNow(), answer), cancellationToken);

    private string HashOf(ReadOnlyMemory<byte> request) => Convert.ToHexStringLower(hash.Of("request", request.Span));
}

/// <summary>The known state of a request under a key.</summary>
/// <param name="Kind">The state.</param>
/// <param name="Answer">The response, if <see cref="AttemptKind.Answered"/>.</param>
public sealed record Attempt(AttemptKind Kind, GivenAnswer? Answer);

/// <summary>The state of a request under a key.</summary>
public enum AttemptKind
{
    /// <summary>The key is new.</summary>
    First,

    /// <summary>The same request was begun but not answered; continue it.</summary>
    Unfinished,

    /// <summary>The same request was answered; answer the same.</summary>
    Answered,

    /// <summary>The key was used for a different request.</summary>
    OtherRequest,
}

/// <summary>A stored response.</summary>
/// <param name="Status">The HTTP status code.</param>
/// <param name="Location">The address of the created resource; null if none was created.</param>
/// <param name="ETag">The version of the created resource; null if it has none.</param>
/// <param name="Json">The body.</param>
public sealed record GivenAnswer(int Status, string? Location, string? ETag, string Json);

internal sealed record IdempotencyRow(string RequestHash, DateTimeOffset At, GivenAnswer? Answer);
