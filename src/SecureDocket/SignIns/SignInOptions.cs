namespace SecureDocket.SignIns;

/// <summary>What a deployment decides about signing in.</summary>
public sealed record SignInOptions
{
    /// <summary>The most sign-in codes that are texted in an hour to all people together: what a flood may cost. 16 to 1,000,000.</summary>
    public int TextsPerHour { get; init; } = 20_000;

    /// <summary>Sign-ins are answered at multiples of this time after they came, so that its length tells nothing. 0 to 5 seconds.</summary>
    public TimeSpan AnswerAfter { get; init; } = TimeSpan.FromMilliseconds(600);

    /// <summary>What is missing or at fault, as sentences that begin with the setting.</summary>
    public IEnumerable<string> Faults()
    {
        if (TextsPerHour is < 16 or > 1_000_000)
        {
            yield return "SignIn:TextsPerHour must be 16 to 1000000.";
        }

        if (AnswerAfter < TimeSpan.Zero || AnswerAfter > TimeSpan.FromSeconds(5))
        {
            yield return "SignIn:AnswerAfterMilliseconds must be 0 to 5000.";
        }
    }
}
