using FileStorage.Client.Uploads;

namespace FileStorage.Tests.Client.Tests.Uploads;

public sealed class UploadLedgerTests : IDisposable
{
    private static readonly Uri Server = FakeServer.Address;
    private static readonly LedgerRecord Record = new() { UploadId = Guid.NewGuid(), Manifest = [1, 2, 3] };

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_upload_is_found_again_by_the_same_file_and_by_no_other()
    {
        var file = LocalFile.Of(new FileInfo(_folder.Write("f", 10)), "/f", known: null);
        new UploadLedger(_folder.At("uploads"), TimeProvider.System).Save(Server, file, Record);
        var ledger = new UploadLedger(_folder.At("uploads"), TimeProvider.System);

        Assert.Equal(Record.UploadId, ledger.Find(Server, file)!.UploadId);
        Assert.Equal(Record.Manifest, ledger.Find(Server, file)!.Manifest);
        Assert.Null(ledger.Find(new Uri("http://other.test"), file));
        Assert.Null(ledger.Find(Server, file with { Size = 11 }));
        Assert.Null(ledger.Find(Server, file with { ModifiedAt = file.ModifiedAt.AddTicks(1) }));
        Assert.Null(ledger.Find(Server, file with { RemotePath = "/g" }));

        ledger.Remove(Server, file);

        Assert.Null(ledger.Find(Server, file));
    }

    [Fact]
    public void A_record_that_was_cut_off_is_as_good_as_none()
    {
        var file = LocalFile.Of(new FileInfo(_folder.Write("f", 10)), "/f", known: null);
        var ledger = new UploadLedger(_folder.At("uploads"), TimeProvider.System);
        ledger.Save(Server, file, Record);
        File.WriteAllText(Directory.GetFiles(_folder.At("uploads")).Single(), "{\"Uplo");

        Assert.Null(ledger.Find(Server, file));
    }
}
