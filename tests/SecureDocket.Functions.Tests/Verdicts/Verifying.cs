using System.Text.Json.Nodes;
using Xunit;

namespace SecureDocket.Functions.Tests.Verdicts;

/// <summary>Asks for verdicts and holds them to the shape that every audience shares.</summary>
internal static class Verifying
{
    public const string Path = "/api/v1/verifications";

    public static JsonObject Credential(string text) => new() { ["credential"] = text };

    public static JsonObject Number(string number) => new() { ["cardNumber"] = number };

    /// <summary>The answer to a question that can be read: 200, whatever the verdict.</summary>
    public static async Task<JsonObject> VerifyAsync(this Caller caller, JsonObject question)
    {
        var answer = (await caller.PostAsync(Path, question, key: "")).Is(200).HasSafeHeaders().Json;
        var valid = answer["verdict"]!.GetValue<string>() == "valid";
        Assert.Equal(valid, answer["reasons"]!.AsArray().Count == 0);
        return answer;
    }

    /// <summary>Holds an answer to <c>invalid</c> for exactly these reasons.</summary>
    public static JsonObject IsInvalid(this JsonObject answer, params string[] reasons)
    {
        Assert.Equal("invalid", answer["verdict"]!.GetValue<string>());
        Assert.Equal(reasons, answer["reasons"]!.AsArray().Select(reason => reason!.GetValue<string>()));
        return answer;
    }

    /// <summary>Holds an answer to <c>valid</c>.</summary>
    public static JsonObject IsValid(this JsonObject answer)
    {
        Assert.True(answer["verdict"]!.GetValue<string>() == "valid", answer.ToJsonString());
        return answer;
    }
}
