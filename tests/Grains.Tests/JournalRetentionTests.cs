using FileStorage.Grains.Interfaces.Drives;

namespace FileStorage.Tests.Grains.Tests;

public sealed class JournalRetentionTests : SiloTest
{
    protected override KeyValuePair<string, string?>[] Settings => [new("Journal:KeepRows", "3"), new("Journal:KeepDays", "10")];

    [Fact]
    public async Task A_drive_keeps_the_newest_rows_and_tells_a_device_that_comes_too_late()
    {
        var early = await CursorAsync();
        for (var index = 0; index < 5; index++)
        {
            await FolderAsync(DriveId, $"folder {index}");
        }

        await TidyAsync();

        Assert.Equal([3, 4, 5], (await JournalAsync()).Select(row => row.Number));
        Assert.IsType<ChangeOutcome.Resync>(await Drive.ReadChangesAsync(early, 10, Token));
        Assert.IsType<ChangeOutcome.Page>(await Drive.ReadChangesAsync(early with { Number = 2 }, 10, Token));
        Assert.Equal(6, Assert.IsType<ChangeOutcome.Page>(await Drive.ReadChangesAsync(null, 10, Token)).Changes.Length);
    }

    [Fact]
    public async Task A_drive_forgets_old_rows_and_goes_on_counting()
    {
        await FolderAsync(DriveId, "old");
        var known = await CursorAsync();
        Silo.Clock.Advance(TimeSpan.FromDays(11));
        await TidyAsync();

        Assert.Empty(await JournalAsync());
        Assert.Empty(Assert.IsType<ChangeOutcome.Page>(await Drive.ReadChangesAsync(known, 10, Token)).Changes);
        Assert.IsType<ChangeOutcome.Resync>(await Drive.ReadChangesAsync(known with { Number = 0 }, 10, Token));

        await FolderAsync(DriveId, "new");
        Assert.Equal(2, Assert.Single(Assert.IsType<ChangeOutcome.Page>(await Drive.ReadChangesAsync(known, 10, Token)).Changes).Number);
    }

    private async Task<DriveCursor> CursorAsync() =>
        Assert.IsType<ChangeOutcome.Page>(await Drive.ReadChangesAsync(null, 1000, Token)).Cursor;

    private async Task TidyAsync()
    {
        while (await Drive.TidyAsync(Token))
        {
        }
    }
}
