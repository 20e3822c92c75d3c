using System.Diagnostics;

namespace SecureDocket.LocalHost.Http;

/// <summary>The last requests of the host, with what was logged during each, in memory.</summary>
/// <remarks>
/// A request is known by its route's template and its <c>traceId</c>, which a problem names. Nothing is kept of what a caller sent: no
/// values of the address, no query, no header, no body.
/// </remarks>
internal sealed class RequestLog
{
    /// <summary>How many requests are kept.</summary>
    public const int Kept = 500;

    private readonly Lock _gate = new();
    private readonly Queue<LoggedRequest> _requests = new();

    /// <summary>The requests, newest first.</summary>
    public IReadOnlyList<LoggedRequest> Newest
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests.Reverse()];
            }
        }
    }

    /// <summary>The requests with a trace ID, newest first: a caller may give several the same.</summary>
    public IReadOnlyList<LoggedRequest> Find(string traceId) => [.. Newest.Where(request => string.Equals(request.TraceId, traceId, StringComparison.OrdinalIgnoreCase))];

    /// <summary>Adds a request that begins.</summary>
    public void Add(LoggedRequest request)
    {
        lock (_gate)
        {
            if (_requests.Count == Kept)
            {
                _requests.Dequeue();
            }

            _requests.Enqueue(request);
        }
    }

    /// <summary>Forgets all requests: those of the host itself, while it loads the roster, are of no interest.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _requests.Clear();
        }
    }

    /// <summary>Adds a line to the newest request with its trace ID, if there is one.</summary>
    public void Add(ActivityTraceId traceId, LoggedLine line)
    {
        if (Find(traceId.ToString()) is [var newest, ..])
        {
            newest.Add(line);
        }
    }
}

/// <summary>A request.</summary>
/// <param name="At">When it began, by the host's clock.</param>
/// <param name="Method">Its method.</param>
/// <param name="Route">The template of its route, in which names stand for values; null when no route fits.</param>
/// <param name="Function">The function or endpoint that answers it.</param>
/// <param name="TraceId">Its trace ID.</param>
internal sealed record LoggedRequest(DateTimeOffset At, string Method, string? Route, string? Function, string TraceId)
{
    private const int LinesKept = 50;

    private readonly Lock _gate = new();
    private readonly List<LoggedLine> _lines = [];

    /// <summary>The status of the answer; null while there is none, and when the caller has left.</summary>
    public int? Status { get; private set; }

    /// <summary>How long it took; null while it runs.</summary>
    public TimeSpan? Duration { get; private set; }

    /// <summary>What was logged during it, in order; after the first lines, none is kept.</summary>
    public IReadOnlyList<LoggedLine> Lines
    {
        get
        {
            lock (_gate)
            {
                return [.. _lines];
            }
        }
    }

    /// <summary>Notes the end.</summary>
    public void End(int? status, TimeSpan duration) => (Status, Duration) = (status, duration);

    /// <summary>Notes a line.</summary>
    public void Add(LoggedLine line)
    {
        lock (_gate)
        {
            if (_lines.Count < LinesKept)
            {
                _lines.Add(line);
            }
        }
    }
}

/// <summary>A line of the log.</summary>
/// <param name="At">When it was written, by the host's clock.</param>
/// <param name="Level">Its level.</param>
/// <param name="Text">Its text, which the worker keeps free of personal data.</param>
/// <param name="Failure">The types of the exception and its causes, and where it was thrown; null without one. Exceptions' own texts may quote values, so they are not kept.</param>
internal sealed record LoggedLine(DateTimeOffset At, string Level, string Text, string? Failure);
