using System.Security.Cryptography;
using System.Text.Json;
using NodaTime;
using SecureDocket.Cardholders;
using SecureDocket.Cards;
using SecureDocket.CheckIns;
using SecureDocket.Dockets;
using SecureDocket.Places;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Tests.CheckIns;

/// <summary>No seat is ever held by two and none is lost, whatever order calls come in, whichever of them die, and however long a command sleeps.</summary>
public sealed class SeatsTests
{
    private const int Seeds = 400;

    private static readonly Actor s_officer = new("Enrollment.Officer", "test");
    private static readonly LocalDateTime s_early = new(2030, 6, 3, 8, 0);
    private static readonly LocalDateTime s_late = new(2030, 6, 3, 8, 30);

    [Fact]
    public async Task Of_many_who_want_the_last_seat_one_gets_it_whatever_the_order()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var world = await World.CreateAsync(seed, people: 4, seats: 1);
            world.Calls.Rough = false;
            var answers = new Result<CheckIn>[4];
            await world.Calls.RunAsync([.. world.People.Select((person, at) => (Func<Task>)(async () =>
                answers[at] = await world.Book.ExecuteAsync(person, "ATL", s_early, CheckInBooking.Officer, s_officer, OperationId.New(), default)))]);
            Assert.Single(answers, answer => !answer.IsRefused);
            Assert.Equal(["slot-full"], answers.SelectMany(answer => answer.Refusals).Select(refusal => refusal.Code).Distinct());
            Assert.Single(world.Held());
        }
    }

    [Fact]
    public async Task Bookings_moves_and_cancellations_that_die_and_sleep_never_share_a_seat_and_lose_none()
    {
        var taken = 0;
        for (var seed = 0; seed < Seeds; seed++)
        {
            var world = await World.CreateAsync(seed, people: 4, seats: 1 + (seed % 2));
            await world.Calls.RunAsync([.. world.People.Select(person => (Func<Task>)(() => world.LiveAsync(person)))]);
            taken += world.Tables.OpenRows().Count(row => row.Row.Json.Contains("check-in-abandoned", StringComparison.Ordinal));

            // Once all is quiet, those who have none fill what is free to the last seat.
            world.Calls.Rough = false;
            world.Clock.Advance(TimeSpan.FromMinutes(11));
            foreach (var start in new[] { s_early, s_late })
            {
                foreach (var person in world.People)
                {
                    await world.Calls.RunAsync([() => world.Book.ExecuteAsync(person, "ATL", start, CheckInBooking.Officer, s_officer, OperationId.New(), default)]);
                }
            }

            var capacity = Math.Min(4, 2 * (1 + (seed % 2)));
            Assert.True(world.Held().Count == capacity, $"Seed {seed}: {world.Held().Count} of {capacity} seats are held.");
        }

        // The rarest case must have been among them: a seat taken from a booking that slept before its commit.
        Assert.InRange(taken, Seeds / 40, int.MaxValue);
    }

    [Fact]
    public async Task A_booking_that_wakes_after_its_seat_was_given_to_another_takes_no_seat_of_another()
    {
        var world = await World.CreateAsync(0, people: 2, seats: 1);
        world.Calls.Rough = false;
        var (sleeper, other) = (world.People[0], world.People[1]);
        var sleeping = (await world.Dockets.LoadAsync(sleeper, default))!;
        var office = world.Office;
        var (_, seat) = await world.Seats.TakeAsync(office, s_early, sleeping, "c1", default);
        world.Clock.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal("slot-full", (await world.BookAsync(other, s_early)).Refusals.Single().Code);
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.False((await world.BookAsync(other, s_early)).IsRefused);

        var late = CheckIn.Book("c1", office, office.SlotAt(s_early)!, seat!.Number, CheckInBooking.Officer, Instant.FromDateTimeOffset(world.Clock.GetUtcNow()));
        Assert.Null(await world.Dockets.CommitAsync(sleeping, new("check-in-booked") { CheckIns = [late] }, s_officer, OperationId.New(), default));
        Assert.Equal("slot-full", (await world.BookAsync(sleeper, s_early)).Refusals.Single().Code);
        Assert.False((await world.BookAsync(sleeper, s_late)).IsRefused);
    }

    [Fact]
    public async Task A_twin_that_read_an_older_docket_does_not_take_the_seat_back_to_it()
    {
        var world = await World.CreateAsync(0, people: 1, seats: 1);
        world.Calls.Rough = false;
        var older = (await world.Dockets.LoadAsync(world.People[0], default))!;
        var newer = (await world.Dockets.CommitAsync(older, new("check-in-abandoned"), s_officer, OperationId.New(), default))!;
        var (_, seat) = await world.Seats.TakeAsync(world.Office, s_early, newer, "c1", default);
        Assert.Equal((SeatTaking.DocketMovedOn, null), await world.Seats.TakeAsync(world.Office, s_early, older, "c1", default));
        Assert.Equal(newer.Version, seat!.Row.DocketVersion);
        Assert.False(seat.IsDeadBy(newer));
    }

    /// <summary>An office with two slots, and people with cards.</summary>
    private sealed class World
    {
        private World(int seed, int seats)
        {
            Clock = new(new DateTimeOffset(2030, 6, 1, 12, 0, 0, TimeSpan.Zero));
            Tables = new();
            Calls = new(seed, Tables, Clock) { AfterCommit = Check };
            var core = Core.Over(Calls, Clock);
            Dockets = core.Get<DocketStore>();
            Seats = core.Get<Seats>();
            Book = core.Get<BookCheckIn>();
            Move = core.Get<MoveCheckIn>();
            Cancel = core.Get<CancelCheckIn>();
            Office = new()
            {
                Id = "ATL",
                Name = "Field Office",
                Address = "2 Sample Plaza",
                Phone = "1-800-555-0100",
                TimeZone = "America/New_York",
                OpeningHours = [new(IsoDayOfWeek.Monday, new(8, 0), new(9, 0))],
                Holidays = [],
                SlotMinutes = 30,
                SeatsPerSlot = seats,
                GraceMinutes = 60,
            };
        }

        public ManualClock Clock { get; }

        public InMemoryTables Tables { get; }

        public Interleaving Calls { get; }

        public DocketStore Dockets { get; }

        public Seats Seats { get; }

        public BookCheckIn Book { get; }

        public MoveCheckIn Move { get; }

        public CancelCheckIn Cancel { get; }

        public Office Office { get; }

        public List<CardholderId> People { get; } = [];

        public static async Task<World> CreateAsync(int seed, int people, int seats)
        {
            var world = new World(seed, seats);
            world.Calls.Rough = false;
            await world.Calls.RunAsync([async () =>
            {
                await new OfficeStore(world.Calls).PutAsync(world.Office, default);
                for (var count = 0; count < people; count++)
                {
                    world.People.Add(await world.IssueAsync());
                }
            }]);
            world.Calls.Rough = true;
            return world;
        }

        public async Task<Result<CheckIn>> BookAsync(CardholderId person, LocalDateTime start)
        {
            Result<CheckIn> answer = default;
            await Calls.RunAsync([async () => answer = await Book.ExecuteAsync(person, "ATL", start, CheckInBooking.Officer, s_officer, OperationId.New(), default)]);
            return answer;
        }

        /// <summary>Books, moves and cancels as the seed will have it, repeating each request until it is answered or a few times at the most.</summary>
        public async Task LiveAsync(CardholderId person)
        {
            CheckIn? booked = null;
            for (var step = 0; step < 4; step++)
            {
                var operation = OperationId.New();
                var start = Calls.Next(2) == 0 ? s_early : s_late;
                var cancels = Calls.Next(3) == 0;
                for (var tries = 0; tries < 3; tries++)
                {
                    try
                    {
                        var answer = booked is null || booked.Status == CheckInStatus.Cancelled
                            ? await Book.ExecuteAsync(person, "ATL", start, CheckInBooking.Officer, s_officer, operation, default)
                            : cancels
                                ? await Cancel.ExecuteAsync(person, booked.Id, CancelReasons.PersonAsked, CheckInBooking.Officer, s_officer, operation, default)
                                : await Move.ExecuteAsync(person, booked.Id, null, start, CheckInBooking.Officer, s_officer, operation, default);
                        booked = answer.Value ?? booked;
                        break;
                    }
                    catch (DependencyUnavailableException)
                    {
                    }
                }
            }
        }

        /// <summary>The seats that dockets hold.</summary>
        public List<(LocalDateTime Start, int Seat)> Held() =>
        [
            .. Tables.OpenRows()
                .Where(row => row.Row.Key.StartsWith(DocketRows.CheckInPrefix, StringComparison.Ordinal))
                .Select(row => JsonSerializer.Deserialize(row.Row.Json, DocketsJson.Rows.CheckIn)!)
                .Where(checkIn => checkIn.Status == CheckInStatus.Booked)
                .Select(checkIn => (checkIn.Start, checkIn.Seat)),
        ];

        private void Check()
        {
            var held = Held();
            Assert.True(held.Distinct().Count() == held.Count, $"A seat is held twice: {string.Join(", ", held)}");
            Assert.All(held, seat => Assert.InRange(seat.Seat, 1, Office.SeatsPerSlot));
        }

        private async Task<CardholderId> IssueAsync()
        {
            var id = CardholderId.New();
            _ = BirthDate.TryParse("1990", out var born);
            var person = new Cardholder
            {
                Id = id,
                EnrolledBy = "test",
                Details = new()
                {
                    ANumber = "A200000017",
                    Name = "Miron Zarechny",
                    LatinName = "Miron Zarechny",
                    BirthDate = born,
                    Nationality = "UKR",
                    Language = "uk",
                    TimeZone = "America/New_York",
                },
            };
            var card = new Card
            {
                Number = CardNumber.FromBytes(RandomNumberGenerator.GetBytes(7)),
                Serial = 1,
                Status = CardStatus.Active,
                SiteId = "ATL",
                StatusList = "1",
                StatusIndex = 1,
                KeyVersion = "1",
                KeyId = "AbCdEfGhIjk",
                PhotoHash = "",
                IssuedAt = Clock.GetUtcNow(),
                Expires = Clock.GetUtcNow().AddYears(1),
                Payload = [],
                IssuedBy = "test",
            };
            var docket = (await Dockets.OpenAsync(person, [], s_officer, OperationId.New(), default))!;
            await Dockets.CommitAsync(docket, new("card-issued") { Cards = [card] }, s_officer, OperationId.New(), default);
            return id;
        }
    }
}
