using FileStorage.Storage.Metadata.Drives;
using FileStorage.Tests.Storage.Metadata.Tests.Engines;

namespace FileStorage.Tests.Storage.Metadata.Tests.Drives;

/// <summary>A server that went back in time begins every journal anew, on every engine.</summary>
public abstract class DriveEpochsContract<TEngine> : IDisposable
    where TEngine : IEngine, new()
{
    private readonly IEngine _engine = new TEngine();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _engine.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Every_drive_gets_an_epoch_that_it_never_had_and_keeps_its_numbers()
    {
        var store = new SqlDriveStore(_engine.Shards);
        var now = DateTimeOffset.FromUnixTimeMilliseconds(1_000_000);
        var old = Sample.Drive(Sample.NewId()) with { Epoch = 5 };
        var future = Sample.Drive(Sample.NewId()) with { Epoch = 2_000_000 };
        foreach (var drive in new[] { old, future })
        {
            await store.CommitAsync(new() { ExpectedRowVersion = 0, Drive = drive }, Token);
        }

        await DriveEpochs.BeginAnewAsync(_engine.Shards, now, Token);

        Assert.Equal(old with { Epoch = 1_000_000, RowVersion = old.RowVersion + 1 }, await store.LoadDriveAsync(old.Id, Token));
        Assert.Equal(future with { Epoch = 2_000_001, RowVersion = future.RowVersion + 1 }, await store.LoadDriveAsync(future.Id, Token));
    }
}
