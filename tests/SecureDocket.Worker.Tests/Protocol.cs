using System.Reflection;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace SecureDocket.Worker.Tests;

/// <summary>The messages between a Functions host and its worker, in the JSON form of Protocol Buffers.</summary>
/// <remarks>The official assembly of the worker holds them as internal types; their descriptors are all that is needed.</remarks>
internal static class Protocol
{
    /// <summary>The name of the gRPC service that a host offers.</summary>
    public const string Service = "AzureFunctionsRpcMessages.FunctionRpc";

    /// <summary>The name of its one method, a stream in both directions.</summary>
    public const string Method = "EventStream";

    private static readonly MessageDescriptor s_message = ((FileDescriptor)Assembly.Load("Microsoft.Azure.Functions.Worker.Grpc").GetTypes()
            .Single(type => type.Name == "FunctionRpcReflection")
            .GetProperty("Descriptor", BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)!.GetValue(null)!)
        .FindTypeByName<MessageDescriptor>("StreamingMessage");

    /// <summary>Reads a message.</summary>
    public static JsonObject Read(byte[] message) => JsonNode.Parse(JsonFormatter.Default.Format(s_message.Parser.ParseFrom(message)))!.AsObject();

    /// <summary>Writes a message.</summary>
    public static byte[] Write(JsonObject message) => JsonParser.Default.Parse(message.ToJsonString(), s_message).ToByteArray();
}
