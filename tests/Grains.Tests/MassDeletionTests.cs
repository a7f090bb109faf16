using FileStorage.Core.Auditing;
using FileStorage.Grains.Deletions;
using FileStorage.Grains.Interfaces.Auditing;
using FileStorage.Grains.Interfaces.Deletions;

namespace FileStorage.Tests.Grains.Tests;

public sealed class MassDeletionTests : SiloTest
{
    private readonly Guid _drive = Guid.CreateVersion7();
    private readonly Guid _device = Guid.CreateVersion7();
    private readonly Guid _owner = Guid.CreateVersion7();

    private IMassDeletionGrain Guard => Silo.Grains.GetGrain<IMassDeletionGrain>(_drive);

    [Theory]
    [InlineData(0, 99, 100, DeletionVerdict.Admitted)]
    [InlineData(0, 100, 199, DeletionVerdict.Held)]
    [InlineData(0, 100, 200, DeletionVerdict.Admitted)]
    [InlineData(60, 60, 180, DeletionVerdict.Admitted)]
    [InlineData(60, 60, 179, DeletionVerdict.Held)]
    [InlineData(60, 0, 1, DeletionVerdict.Admitted)]
    public void More_than_half_is_too_much_where_it_is_not_little(long before, long entries, long live, DeletionVerdict expected)
    {
        var window = new DeletionWindow(DateTimeOffset.UnixEpoch, journalNumber: 0, isAllowed: false);
        Assert.Equal(DeletionVerdict.Admitted, window.Judge(before, 10_000, new DeletionOptions()));

        Assert.Equal(expected, window.Judge(entries, live, new DeletionOptions()));
        Assert.Equal(expected is DeletionVerdict.Held ? before : before + entries, window.Deleted);
    }

    [Fact]
    public async Task How_much_there_is_is_asked_only_where_it_matters()
    {
        Assert.Equal(DeletionVerdict.Admitted, await Guard.AdmitAsync(Wish(99), Token));
        Assert.Equal(DeletionVerdict.SayHowManyThereAre, await Guard.AdmitAsync(Wish(1), Token));
        Assert.Equal(DeletionVerdict.Held, await Guard.AdmitAsync(Wish(1, live: 50), Token));
        Assert.Equal(DeletionVerdict.Held, await Guard.AdmitAsync(Wish(0), Token));

        var held = Assert.Single(await Guard.ListAsync(Token));
        Assert.Equal((_device, 99, 1, 149), (held.DeviceId, held.Deleted, held.Wanted, held.Before));
    }

    [Fact]
    public async Task Deletions_of_another_device_and_of_another_hour_do_not_count()
    {
        await Guard.AdmitAsync(Wish(99), Token);

        Assert.Equal(DeletionVerdict.Admitted, await Guard.AdmitAsync(Wish(99) with { DeviceId = Guid.CreateVersion7() }, Token));
        Silo.Clock.Advance(TimeSpan.FromMinutes(60));
        Assert.Equal(DeletionVerdict.Admitted, await Guard.AdmitAsync(Wish(99), Token));
    }

    [Fact]
    public async Task Holding_does_not_end_with_the_hour_but_with_a_word_of_the_owner()
    {
        await Guard.AdmitAsync(Wish(200, live: 200), Token);
        Silo.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(DeletionVerdict.Held, await Guard.AdmitAsync(Wish(1, live: 200), Token));

        Assert.True(await Guard.ReleaseAsync(_device, allows: true, Token));
        Assert.Equal(DeletionVerdict.Admitted, await Guard.AdmitAsync(Wish(200), Token));
        Silo.Clock.Advance(TimeSpan.FromMinutes(60));
        Assert.Equal(DeletionVerdict.Held, await Guard.AdmitAsync(Wish(200, live: 200), Token));

        Assert.True(await Guard.ReleaseAsync(_device, allows: false, Token));
        Assert.False(await Guard.ReleaseAsync(_device, allows: false, Token));
        Assert.Equal(DeletionVerdict.Held, await Guard.AdmitAsync(Wish(200, live: 200), Token));
    }

    [Fact]
    public async Task A_window_begins_with_the_first_deletion_and_again_after_an_hour()
    {
        Assert.Equal(7, await Guard.OpenAsync(_device, 7, Token));
        Assert.Equal(7, await Guard.OpenAsync(_device, 9, Token));
        Silo.Clock.Advance(TimeSpan.FromMinutes(60));
        Assert.Equal(9, await Guard.OpenAsync(_device, 9, Token));
    }

    [Fact]
    public async Task That_a_device_is_held_is_told_once()
    {
        await Guard.AdmitAsync(Wish(200, live: 200), Token);
        await Guard.AdmitAsync(Wish(200, live: 200), Token);

        var question = new AuditQuestion { AccountId = _owner, Kind = AuditKind.DeletionHeld, Limit = 10 };
        var page = await Silo.Grains.GetGrain<IAuditGrain>(0).ReadAsync(question, Token);
        Assert.Equal((AuditOutcome.Refused, _device), (Assert.Single(page.Records).Outcome, page.Records[0].DeviceId));
    }

    private DeletionWish Wish(long entries, long? live = null) => new()
    {
        OperationId = Guid.CreateVersion7(),
        DeviceId = _device,
        AccountId = null,
        OwnerId = _owner,
        EntryId = Guid.CreateVersion7(),
        Entries = entries,
        LiveEntries = live,
        JournalNumber = 0,
    };
}
