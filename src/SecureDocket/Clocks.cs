using NodaTime;

namespace SecureDocket;

/// <summary>The current time, in NodaTime's types.</summary>
public static class Clocks
{
    extension(TimeProvider clock)
    {
        /// <summary>The current instant.</summary>
        public Instant GetCurrentInstant() => Instant.FromDateTimeOffset(clock.GetUtcNow());

        /// <summary>The current date in UTC.</summary>
        public LocalDate GetCurrentDate() => clock.GetCurrentInstant().InUtc().Date;
    }
}
