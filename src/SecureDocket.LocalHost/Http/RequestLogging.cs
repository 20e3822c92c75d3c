using System.Diagnostics;

namespace SecureDocket.LocalHost.Http;

/// <summary>Fills the <see cref="RequestLog"/>: each request, and the lines that the product's own code logs during it.</summary>
internal static class RequestLogging
{
    private const string OwnCode = "SecureDocket";

    /// <summary>Adds the log, and a logger that writes to it.</summary>
    public static void AddRequestLog(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<RequestLog>();
        builder.Services.AddSingleton<ILoggerProvider, Provider>();
        builder.Logging.AddFilter<Provider>(null, LogLevel.None).AddFilter<Provider>(OwnCode, LogLevel.Information);
    }

    /// <summary>Notes every request, except those of the development pages themselves.</summary>
    public static void UseRequestLog(this WebApplication app)
    {
        var (log, clock) = (app.Services.GetRequiredService<RequestLog>(), app.Services.GetRequiredService<TimeProvider>());
        app.Use((http, next) => http.Request.Path.StartsWithSegments("/dev", StringComparison.Ordinal) || Activity.Current is not { } activity
            ? next(http)
            : FollowAsync(log, Begin(http, clock.GetUtcNow(), activity), http, next));
    }

    private static LoggedRequest Begin(HttpContext http, DateTimeOffset now, Activity activity) => new(
        now, http.Request.Method, (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText, http.GetEndpoint()?.DisplayName, activity.TraceId.ToString());

    private static async Task FollowAsync(RequestLog log, LoggedRequest request, HttpContext http, RequestDelegate next)
    {
        var begun = Stopwatch.GetTimestamp();
        log.Add(request);
        try
        {
            await next(http);
        }
        finally
        {
            request.End(http.RequestAborted.IsCancellationRequested ? null : http.Response.StatusCode, Stopwatch.GetElapsedTime(begun));
        }
    }

    private sealed class Provider(RequestLog log, TimeProvider clock) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => new Writer(log, clock);

        public void Dispose()
        {
        }
    }

    private sealed class Writer(RequestLog log, TimeProvider clock) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => Activity.Current is not null;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (Activity.Current is { } activity)
            {
                log.Add(activity.TraceId, new(clock.GetUtcNow(), logLevel.ToString(), formatter(state, exception), exception is null ? null : Describe(exception)));
            }
        }

        private static string Describe(Exception failure)
        {
            List<string> types = [];
            for (var cause = failure; cause is not null; cause = cause.InnerException)
            {
                types.Add(cause.GetType().Name);
            }

            return $"{string.Join(" ← ", types)}{Environment.NewLine}{failure.StackTrace}";
        }
    }
}
