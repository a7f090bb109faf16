using System.Buffers.Binary;
using System.Net.Http.Headers;
using System.Text.Json;
using FileStorage.Api.Contracts.Content;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Contracts.Json;

namespace FileStorage.Tests.Api.Tests.Sharing;

/// <summary>A batch of one file, put by folder and name.</summary>
internal static class TestBatch
{
    public static HttpContent Of(Guid parentId, string name, byte[] content)
    {
        var header = JsonSerializer.SerializeToUtf8Bytes(
            new BatchFileHeader { ParentId = parentId, Name = name, Size = content.Length }, ContractsJsonContext.Default.BatchFileHeader);
        var length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, header.Length);
        var batch = new ByteArrayContent([.. length, .. header, .. content]);
        batch.Headers.ContentType = new MediaTypeHeaderValue("application/vnd.filestorage.batch");
        return batch;
    }

    /// <summary>What was stored; null where it was refused.</summary>
    public static async Task<ItemBody?> ItemAsync(HttpResponseMessage answer)
    {
        var line = (await answer.Content.ReadAsStringAsync()).Split('\n')[0];
        return JsonSerializer.Deserialize(line, ContractsJsonContext.Default.BatchFileBody)!.Item;
    }
}
