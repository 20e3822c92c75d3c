using System.Collections.Concurrent;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Security.KeyVault.Keys.Wire;

/// <summary>
/// A vault names its own tenant and audience. The first request to it goes out bare; the 401 says whom to ask for what;
/// the request is then repeated with a token. What a vault said once holds for every client in the process.
/// </summary>
internal sealed class ChallengePolicy(TokenCredential credential, bool verifyResource) : BearerTokenAuthenticationPolicy(credential, [])
{
    private static readonly ConcurrentDictionary<string, Challenge> Known = new(StringComparer.OrdinalIgnoreCase);

    protected override void AuthorizeRequest(HttpMessage message)
    {
        if (TryKnown(message, out var challenge))
            AuthenticateAndAuthorizeRequest(message, challenge.Context(message));
    }

    protected override ValueTask AuthorizeRequestAsync(HttpMessage message)
        => TryKnown(message, out var challenge)
            ? AuthenticateAndAuthorizeRequestAsync(message, challenge.Context(message))
            : default;

    protected override bool AuthorizeRequestOnChallenge(HttpMessage message)
    {
        if (!TryLearn(message, out var challenge))
            return false;
        AuthenticateAndAuthorizeRequest(message, challenge.Context(message));
        return true;
    }

    protected override async ValueTask<bool> AuthorizeRequestOnChallengeAsync(HttpMessage message)
    {
        if (!TryLearn(message, out var challenge))
            return false;
        await AuthenticateAndAuthorizeRequestAsync(message, challenge.Context(message)).ConfigureAwait(false);
        return true;
    }

    // The body waits until it can go with a token: the probe for the challenge must not carry it to an unknown host.
    private static bool TryKnown(HttpMessage message, out Challenge challenge)
    {
        if (Known.TryGetValue(Authority(message), out challenge))
            return true;
        if (message.Request.Content is { } content)
        {
            message.SetProperty(HeldBack, content);
            message.Request.Content = null;
        }
        return false;
    }

    private bool TryLearn(HttpMessage message, out Challenge challenge)
    {
        if (message.TryGetProperty(HeldBack, out var held) && held is RequestContent content)
            message.Request.Content = content;

        challenge = Challenge.From(message.Response);
        if (challenge is null)
            return false;
        if (verifyResource)
            challenge.Verify(message.Request.Uri.Host);
        Known[Authority(message)] = challenge;
        return true;
    }

    private static string Authority(HttpMessage message) => $"{message.Request.Uri.Host}:{message.Request.Uri.Port}";

    private const string HeldBack = "Azure.Security.KeyVault.Keys.HeldBackContent";
}
