using System.Net;
using System.Net.Sockets;
using System.Text;
using SecureDocket.Functions.Http;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Deadlines;

/// <summary>Bodies that come slowly: a pause is put up with, and does not count; a longer one ends the request.</summary>
public sealed class SlowBodyTests : IAsyncLifetime
{
    private const string Path = "/api/v1/courts/SLOW";

    private static readonly byte[] s_court = Encoding.UTF8.GetBytes("""{"name":"Immigration Court","address":"1 Sample Plaza","timeZone":"America/New_York"}""");

    private TappedHost _host = null!;

    private ManualClock Clock => _host.Host.Clock;

    public async Task InitializeAsync() => _host = await TappedHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("application/json", Path, "PUT", "Program.Administrator")]
    [InlineData("application/x-ndjson", "/api/v1/cardholders/import", "POST", "Enrollment.Officer")]
    [InlineData("multipart/form-data; boundary=b", "/api/v1/cardholders/q83vEjRWeJCrze8SNFZ4kA/documents", "POST", "Enrollment.Officer")]
    public async Task A_body_that_pauses_for_longer_than_thirty_seconds_is_refused(string type, string path, string method, string role)
    {
        using var client = _host.Host.As(role);
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(_host.Host.Address.Host, _host.Host.Address.Port);
        var stream = tcp.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {client.DefaultRequestHeaders.Authorization}\r\nIdempotency-Key: {Guid.NewGuid()}\r\nContent-Type: {type}\r\nContent-Length: 1000\r\n\r\n"));
        await Clock.WaitedForAsync(Clock.GetUtcNow() + Deadline.LongestPause);
        Clock.Advance(Deadline.LongestPause);

        using var reader = new StreamReader(stream);
        Assert.Equal("HTTP/1.1 408 Request Timeout", await reader.ReadLineAsync());
        string? line;
        do
        {
            line = await reader.ReadLineAsync();
        }
        while (line is not null && !line.Contains("\"code\":\"body-too-slow\"", StringComparison.Ordinal));
        Assert.NotNull(line);
    }

    [Fact]
    public async Task Shorter_pauses_are_put_up_with_and_the_time_counts_from_the_end_of_the_body()
    {
        using var body = new PausingContent("application/json");
        using var client = _host.Host.As("Program.Administrator");
        var sending = client.PutAsync(Path, body);
        foreach (var part in s_court.Chunk(s_court.Length / 3 + 1))
        {
            await Clock.WaitedForAsync(Clock.GetUtcNow() + Deadline.LongestPause);
            Clock.Advance(Deadline.LongestPause - TimeSpan.FromSeconds(1));
            await body.SendAsync(part);
        }

        // The last part has come once its reader waits for the next.
        await Clock.WaitedForAsync(Clock.GetUtcNow() + Deadline.LongestPause);
        _host.Tap.Restart();
        _host.Tap.Silent = _ => true;
        body.End();
        var passed = await _host.PassAsync(sending, Deadline.OfRequests);
        _host.Tap.Silent = null;

        using var answer = await sending;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal(Deadline.OfRequests, passed);
    }

    /// <summary>A body whose parts are sent when the test says so.</summary>
    private sealed class PausingContent : HttpContent
    {
        private readonly TaskCompletionSource<Stream> _stream = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public PausingContent(string type) => Headers.TryAddWithoutValidation("Content-Type", type);

        public async Task SendAsync(byte[] part)
        {
            var stream = await _stream.Task;
            await stream.WriteAsync(part);
            await stream.FlushAsync();
        }

        public void End() => _end.TrySetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.FlushAsync();
            _stream.TrySetResult(stream);
            await _end.Task;
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }

        protected override void Dispose(bool disposing)
        {
            End();
            base.Dispose(disposing);
        }
    }
}
