using NodaTime;

namespace SecureDocket;

/// <summary>The present, in NodaTime's types.</summary>
public static class Clocks
{
    extension(TimeProvider clock)
    {
        /// <summary>The present moment.</summary>
        public Instant GetCurrentInstant() => Instant.FromDateTimeOffset(clock.GetUtcNow());

        /// <summary>The present day in UTC.</summary>
        public LocalDate GetCurrentDate() => clock.GetCurrentInstant().InUtc().Date;
    }
}
