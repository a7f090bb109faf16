using System.Net;
using FileStorage.Tests.Api.Tests.Hosting;

namespace FileStorage.Tests.Api.Tests.BadInput;

/// <summary>Bodies that say that they are only a part of a file.</summary>
public sealed class PartialContentTests(RealHost host)
{
    private readonly string _folder = "/" + Guid.NewGuid().ToString("N");

    private Session Session => host.Administrator;

    [Theory]
    [InlineData("Content-Range", "bytes 0-2/5", false)]
    [InlineData("Upload-Complete", "?0", false)]
    [InlineData("Upload-Complete", "?1", true)]
    public async Task A_part_never_takes_the_place_of_the_whole(string header, string value, bool isWhole)
    {
        await Session.PutAsync(_folder + "/whole", [1, 2, 3, 4, 5]);
        using var part = new ByteArrayContent([9, 9, 9]);
        part.Headers.TryAddWithoutValidation(header, value);

        var answer = await Session.SendAsync(HttpMethod.Put, $"/content{_folder}/whole", part);

        Assert.Equal(isWhole ? HttpStatusCode.OK : HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(isWhole ? [9, 9, 9] : new byte[] { 1, 2, 3, 4, 5 }, await Session.GetContentAsync(_folder + "/whole"));
    }
}
