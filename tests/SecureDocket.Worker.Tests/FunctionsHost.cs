using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SecureDocket.Worker.Tests;

/// <summary>The host's side of the conversation with one worker: gRPC on the loopback, as the Functions host speaks it.</summary>
internal sealed class FunctionsHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Conversation _conversation;

    private FunctionsHost(WebApplication app)
    {
        _app = app;
        _conversation = app.Services.GetRequiredService<Conversation>();
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    /// <summary>Where a worker finds it.</summary>
    public Uri Address { get; }

    /// <summary>Every answer to an invocation that has come so far, by the invocation's id.</summary>
    public IEnumerable<IGrouping<string, JsonObject>> Answers => _conversation.Answers.GroupBy(answer => answer["invocationId"]!.GetValue<string>());

    /// <summary>Starts to listen.</summary>
    public static async Task<FunctionsHost> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = null);
        builder.Services.AddSingleton<Conversation>();
        builder.Services.AddSingleton<IServiceMethodProvider<Conversation>>(new OneMethod());
        var app = builder.Build();
        app.MapGrpcService<Conversation>();
        await app.StartAsync();
        return new(app);
    }

    /// <summary>Waits for the worker's next message of a kind; what it logs meanwhile is passed over.</summary>
    public async Task<JsonObject> NextAsync(string kind, CancellationToken end)
    {
        await foreach (var message in _conversation.Received.Reader.ReadAllAsync(end))
        {
            if (message[kind] is JsonObject found)
            {
                return found;
            }
        }

        throw new InvalidOperationException($"The worker ended without {kind}.");
    }

    /// <summary>Sends a message.</summary>
    public void Send(string kind, JsonObject content) => _conversation.Sent.Writer.TryWrite(new() { ["requestId"] = Guid.NewGuid().ToString(), [kind] = content });

    /// <summary>Has a function called, and waits for the worker's answer.</summary>
    public async Task<JsonObject> InvokeAsync(JsonObject invocation, CancellationToken end)
    {
        var answer = _conversation.Expect(invocation["invocationId"]!.GetValue<string>());
        Send("invocationRequest", invocation);
        return await answer.WaitAsync(end);
    }

    public async ValueTask DisposeAsync()
    {
        _conversation.Sent.Writer.TryComplete();
        await _app.DisposeAsync();
    }

    /// <summary>Offers the conversation as the service that a worker calls.</summary>
    private sealed class OneMethod : IServiceMethodProvider<Conversation>
    {
        private static readonly Marshaller<byte[]> s_bytes = Marshallers.Create(bytes => bytes, bytes => bytes);

        public void OnServiceMethodDiscovery(ServiceMethodProviderContext<Conversation> context) => context.AddDuplexStreamingMethod(
            new Method<byte[], byte[]>(MethodType.DuplexStreaming, Protocol.Service, Protocol.Method, s_bytes, s_bytes),
            [],
            (conversation, messages, answers, call) => conversation.TalkAsync(messages, answers, call.CancellationToken));
    }

    private sealed class Conversation
    {
        private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonObject>> _expected = new(StringComparer.Ordinal);

        public Channel<JsonObject> Received { get; } = Channel.CreateUnbounded<JsonObject>();

        public Channel<JsonObject> Sent { get; } = Channel.CreateUnbounded<JsonObject>();

        public ConcurrentQueue<JsonObject> Answers { get; } = new();

        public Task<JsonObject> Expect(string invocation) =>
            _expected.GetOrAdd(invocation, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

        public async Task TalkAsync(IAsyncStreamReader<byte[]> messages, IServerStreamWriter<byte[]> answers, CancellationToken end)
        {
            var sending = SendAsync(answers, end);
            try
            {
                while (await messages.MoveNext(end))
                {
                    Take(Protocol.Read(messages.Current));
                }
            }
            catch (Exception failure) when (failure is IOException or OperationCanceledException)
            {
                // The worker has ended.
            }
            finally
            {
                Received.Writer.TryComplete();
                Sent.Writer.TryComplete();
                await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        private void Take(JsonObject message)
        {
            if (message["invocationResponse"] is JsonObject answer)
            {
                Answers.Enqueue(answer);
                _expected.GetValueOrDefault(answer["invocationId"]!.GetValue<string>())?.TrySetResult(answer);
            }
            else
            {
                Received.Writer.TryWrite(message);
            }
        }

        private async Task SendAsync(IServerStreamWriter<byte[]> answers, CancellationToken end)
        {
            await foreach (var message in Sent.Reader.ReadAllAsync(end))
            {
                await answers.WriteAsync(Protocol.Write(message), end);
            }
        }
    }
}
