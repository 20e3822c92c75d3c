using Microsoft.Extensions.Hosting;
using SecureDocket.SignIns;

namespace SecureDocket.Functions.SignIns;

/// <summary>Sends sign-in codes outside the requests for them, so that response times do not reveal whether one was sent.</summary>
public sealed class SignInTextSender(SignInTexts texts, SendSignInCode sender, ILogger<SignInTextSender> logger) : BackgroundService
{
    private const int AtOnce = 8;
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(30);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await texts.ForEachAsync(SendAsync, AtOnce, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host is shutting down; people waiting for a code will request it again.
        }
    }

    private async Task SendAsync(SignInText text, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(s_longest);
        try
        {
            var outcome = await sender.ExecuteAsync(text, limit.Token);
            if (outcome is CodeTexting.BudgetUsedUp or CodeTexting.SenderBusy or CodeTexting.NotSent)
            {
                Log.SignInCodeNotTexted(logger, outcome);
            }
        }
#pragma warning disable CA1031 // The boundary: the person can request the code again, and the next one is processed.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            if (!stop.IsCancellationRequested)
            {
                Log.SignInTextFailed(logger, failure);
            }
        }
    }
}
