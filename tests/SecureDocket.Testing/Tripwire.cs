using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using Azure.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SecureDocket.Azure;
using SecureDocket.Storage;

namespace SecureDocket.Testing;

/// <summary>
/// Records everything that leaves a host sideways: log lines, tags of metrics and activities, addresses and headers of requests,
/// keys of rows and names of blobs, headers and problems of answers. What it finds in them is for tests to judge.
/// </summary>
public sealed class Tripwire : IDisposable
{
    private readonly ConcurrentQueue<LogLine> _logs = new();
    private readonly ConcurrentQueue<Measurement> _measurements = new();
    private readonly ConcurrentDictionary<Leaving, bool> _leaving = new();
    private readonly ConcurrentDictionary<string, bool> _called = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<SeenCall> _calls = new();
    private readonly HostMeters _meters = new();
    private readonly MeterListener _listener = new();
    private readonly ActivityListener _activities;

    public Tripwire()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, _meters))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Measured(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Measured(instrument, value, tags));
        _listener.Start();

        // Activities know no host. What other hosts of this process trace is seen too, and must not leak either.
        _activities = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Stopped,
        };
        ActivitySource.AddActivityListener(_activities);
    }

    /// <summary>The lines that were logged, at every level.</summary>
    public IReadOnlyCollection<LogLine> Logs => _logs;

    /// <summary>What was measured.</summary>
    public IReadOnlyCollection<Measurement> Measurements => _measurements;

    /// <summary>Everything that was recorded, each text once.</summary>
    public IReadOnlyCollection<Leaving> Leaving => [.. _leaving.Keys];

    /// <summary>The functions that were called over HTTP, and those whose call was asked for at <c>/admin/functions</c>.</summary>
    public IReadOnlyCollection<string> Called => [.. _called.Keys];

    /// <summary>The calls over HTTP, each as it came.</summary>
    public IReadOnlyCollection<SeenCall> Calls => _calls;

    /// <summary>Has a host under watch. Requests are seen where a tap is given <see cref="See(Request)"/>.</summary>
    public void AddTo(IServiceCollection services)
    {
        services.AddSingleton<IMeterFactory>(_meters);
        services.AddLogging(logging => logging.AddProvider(new Logger(this)).AddFilter<Logger>(null, LogLevel.Trace));
        services.AddSingleton<IStartupFilter>(new Answers(this));
        services.AddSingleton<ITables>(provider => new Keys(provider.GetRequiredService<AzureClients>().Tables(), this));
        services.AddSingleton<IBlobs>(provider => new Names(provider.GetRequiredService<AzureClients>().Blobs(), this));
    }

    /// <summary>The sum of what an instrument measured under all of these tags.</summary>
    public double Count(string instrument, params (string Name, string Value)[] tags) => _measurements
        .Where(measured => measured.Instrument == instrument && tags.All(tag => measured.Tags.GetValueOrDefault(tag.Name) == tag.Value))
        .Sum(measured => measured.Value);

    /// <summary>A request that leaves the process.</summary>
    public void See(Request request)
    {
        ArgumentNullException.ThrowIfNull(request);
        See("request address", request.Uri.ToUri().AbsoluteUri);
        foreach (var header in request.Headers)
            See("request header", $"{header.Name}: {header.Value}");
    }

    /// <summary>Anything that leaves.</summary>
    public void See(string channel, string? text)
    {
        if (!string.IsNullOrEmpty(text))
            _leaving.TryAdd(new(channel, text), true);
    }

    public void Dispose()
    {
        _activities.Dispose();
        _listener.Dispose();
        _meters.Dispose();
    }

    private void Measured(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        Dictionary<string, string> said = [];
        foreach (var (name, tag) in tags)
        {
            said[name] = $"{tag}";
            See("metric tag", $"{instrument.Name} {name}={tag}");
        }

        _measurements.Enqueue(new(instrument.Name, instrument.Unit, value, said));
    }

    private void Stopped(Activity activity)
    {
        See("activity", $"{activity.Source.Name} {activity.OperationName} {activity.DisplayName} {activity.StatusDescription} {activity.TraceStateString}");
        foreach (var (name, value) in activity.TagObjects.Concat(activity.Baggage.Select(each => new KeyValuePair<string, object?>(each.Key, each.Value))))
            See("activity tag", $"{activity.Source.Name} {name}={value}");
        foreach (var happened in activity.Events)
            See("activity event", $"{activity.Source.Name} {happened.Name} {string.Join(' ', happened.Tags.Select(tag => $"{tag.Key}={tag.Value}"))}");
    }

    private sealed class HostMeters : IMeterFactory
    {
        private readonly ConcurrentBag<Meter> _made = [];

        public Meter Create(MeterOptions options)
        {
            options.Scope = this;
            var meter = new Meter(options);
            _made.Add(meter);
            return meter;
        }

        public void Dispose()
        {
            foreach (var meter in _made)
                meter.Dispose();
        }
    }

    private sealed class Logger(Tripwire tripwire) : ILoggerProvider, ISupportExternalScope
    {
        private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

        public ILogger CreateLogger(string categoryName) => new Category(this, categoryName);

        public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

        public void Dispose()
        {
        }

        private void Keep(LogLine line, string scopes)
        {
            tripwire._logs.Enqueue(line with { Text = $"{line.Text} {scopes}" });
            tripwire.See("log line", $"{line.Category} {line.Text}");
            tripwire.See("log scope", scopes);
        }

        private sealed class Category(Logger logger, string name) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => logger._scopes.Push(state);

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                StringBuilder line = new(formatter(state, exception));
                Add(line, state);
                line.Append(' ').Append(exception);
                StringBuilder scopes = new();
                logger._scopes.ForEachScope(Add, scopes);
                logger.Keep(new(name, eventId.Id, logLevel, line.ToString()), scopes.ToString());
            }

            private static void Add(object? state, StringBuilder line)
            {
                line.Append(' ').Append(state);
                foreach (var pair in state as IEnumerable<KeyValuePair<string, object?>> ?? [])
                    line.Append(' ').Append(pair.Key).Append('=').Append(pair.Value);
            }

            private static void Add<TState>(StringBuilder line, TState state) => Add(state, line);
        }
    }

    /// <summary>Reads every answer on its way out.</summary>
    private sealed class Answers(Tripwire tripwire) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(ReadAsync);
            next(app);
        };

        private async Task ReadAsync(HttpContext http, RequestDelegate next)
        {
            var (outside, body, asked) = (http.Response.Body, new MemoryStream(), new MemoryStream());
            byte[] sent;
            await using (asked)
            await using (body)
            {
                await http.Request.Body.CopyToAsync(asked, http.RequestAborted);
                sent = asked.ToArray();
                asked.Position = 0;
                (http.Request.Body, http.Response.Body) = (asked, body);
                await next(http);
                http.Response.Body = outside;
                foreach (var (name, value) in http.Response.Headers)
                    tripwire.See("answer header", $"{name}: {value}");
                if (http.Response.ContentType?.StartsWith("application/problem+json", StringComparison.Ordinal) == true)
                    tripwire.See("problem", Encoding.UTF8.GetString(body.ToArray()));
                body.Position = 0;
                await body.CopyToAsync(outside, http.RequestAborted);
            }

            // What a function is called is its endpoint's name; the calls of others have their address alone.
            if (http.GetEndpoint()?.DisplayName is { } function)
            {
                tripwire._called.TryAdd(function, true);
                tripwire._calls.Enqueue(new(
                    function,
                    http.Request.Method,
                    $"{http.Request.Path}{http.Request.QueryString}",
                    http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
                    sent,
                    http.Response.StatusCode));
            }

            if (http.Request.Path.Value is { } path && path.StartsWith("/admin/functions/", StringComparison.Ordinal))
                tripwire._called.TryAdd(path[(path.LastIndexOf('/') + 1)..], true);
        }
    }

    private sealed class Keys(ITables inner, Tripwire tripwire) : ITables
    {
        public Task<Row?> FindAsync(string table, RowKey key, CancellationToken cancellationToken)
        {
            tripwire.See("row key", $"{table} {key.Partition} {key.Key}");
            return inner.FindAsync(table, key, cancellationToken);
        }

        public Task<IReadOnlyList<Row>> RangeAsync(string table, string partition, string from, string to, int take, CancellationToken cancellationToken)
        {
            tripwire.See("row key", $"{table} {partition} {from} {to}");
            return inner.RangeAsync(table, partition, from, to, take, cancellationToken);
        }

        public Task<ScanPage> ScanAsync(string table, string from, string to, string? continuation, CancellationToken cancellationToken)
        {
            tripwire.See("row key", $"{table} {from} {to}");
            return inner.ScanAsync(table, from, to, continuation, cancellationToken);
        }

        public Task<IReadOnlyList<string>?> CommitAsync(string table, string partition, IReadOnlyList<RowWrite> writes, CancellationToken cancellationToken)
        {
            foreach (var write in writes)
                tripwire.See("row key", $"{table} {partition} {write.Key}");
            return inner.CommitAsync(table, partition, writes, cancellationToken);
        }
    }

    private sealed class Names(IBlobs inner, Tripwire tripwire) : IBlobs
    {
        public Task<bool> AddAsync(string container, string name, Blob blob, CancellationToken cancellationToken)
        {
            tripwire.See("blob name", $"{container} {name} {blob.MediaType}");
            return inner.AddAsync(container, name, blob, cancellationToken);
        }

        public Task<string?> ReplaceAsync(string container, string name, Blob blob, string? version, CancellationToken cancellationToken)
        {
            tripwire.See("blob name", $"{container} {name} {blob.MediaType}");
            return inner.ReplaceAsync(container, name, blob, version, cancellationToken);
        }

        public Task<Blob?> FindAsync(string container, string name, CancellationToken cancellationToken)
        {
            tripwire.See("blob name", $"{container} {name}");
            return inner.FindAsync(container, name, cancellationToken);
        }

        public Task<bool> DeleteAsync(string container, string name, CancellationToken cancellationToken)
        {
            tripwire.See("blob name", $"{container} {name}");
            return inner.DeleteAsync(container, name, cancellationToken);
        }
    }
}

/// <summary>A log line.</summary>
/// <param name="Category">Who logs.</param>
/// <param name="Event">The event's id.</param>
/// <param name="Level">The level.</param>
/// <param name="Text">The message with its state, scopes and exception.</param>
public sealed record LogLine(string Category, int Event, LogLevel Level, string Text);

/// <summary>One measurement.</summary>
public sealed record Measurement(string Instrument, string? Unit, double Value, IReadOnlyDictionary<string, string> Tags);

/// <summary>A text that leaves a host.</summary>
/// <param name="Channel">By which way.</param>
/// <param name="Text">The text.</param>
public sealed record Leaving(string Channel, string Text);

/// <summary>A call over HTTP.</summary>
public sealed record SeenCall(
    string Function, string Method, string Address, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body, int Status);
