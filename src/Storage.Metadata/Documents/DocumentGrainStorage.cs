using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Shards;
using Microsoft.Extensions.Options;
using Orleans.Storage;

namespace FileStorage.Storage.Metadata.Documents;

/// <summary>
/// The documents of grains as JSON rows, each fenced by its etag: a number that grows with every write and starts anywhere, so that
/// a document that was cleared and written again never has an etag an old activation may still hold.
/// </summary>
internal sealed class DocumentGrainStorage : IGrainStorage
{
    private const string ReadText = "SELECT etag, body FROM documents WHERE kind = ?1 AND key = ?2";

    private const string InsertText = "INSERT INTO documents(kind, key, etag, body) VALUES (?1, ?2, ?3, ?4)";

    private const string UpdateText = "UPDATE documents SET etag = ?3 + 1, body = ?4 WHERE kind = ?1 AND key = ?2 AND etag = ?3";

    private const string DeleteText = "DELETE FROM documents WHERE kind = ?1 AND key = ?2 AND etag = ?3";

    private readonly IMetadataShards _shards;
    private readonly JsonSerializerOptions _json;

    public DocumentGrainStorage(IMetadataShards shards, IOptions<DocumentStorageOptions> options)
    {
        _shards = shards;
        _json = new JsonSerializerOptions
        {
            TypeInfoResolver = JsonTypeInfoResolver.Combine([.. options.Value.Resolvers]),
        };
        _json.MakeReadOnly();
    }

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ReadStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task ReadStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var kind = KindOf(stateName, grainId);
        var key = KeyOf(grainId);
        var found = await _shards.OfKey(kind, key).QueryFirstAsync(
            new SqlStatement(ReadText, kind, key).AsLookup(),
            static row => ((long Etag, byte[] Body)?)(row.GetInteger(0), row.GetBlob(1)),
            cancellationToken);
        if (found is not { } document)
        {
            SetAbsent(grainState);
            return;
        }

        grainState.State = JsonSerializer.Deserialize(document.Body, TypeOf<T>());
        grainState.ETag = Format(document.Etag);
        grainState.RecordExists = true;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        WriteStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task WriteStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(grainState.State!, TypeOf<T>());
        var kind = KindOf(stateName, grainId);
        var key = KeyOf(grainId);
        var known = grainState.ETag is null ? (long?)null : Parse(grainState.ETag);
        var first = known is null ? DrawFirstEtag() : 0;
        var statement = known is null
            ? new SqlStatement(InsertText, kind, key, first, body)
            : new SqlStatement(UpdateText, kind, key, known.Value, body);
        await SwapAsync(statement, kind, key, grainState.ETag, cancellationToken);

        grainState.ETag = Format(known + 1 ?? first);
        grainState.RecordExists = true;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ClearStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task ClearStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var kind = KindOf(stateName, grainId);
        var key = KeyOf(grainId);
        if (grainState.ETag is { } etag)
        {
            await SwapAsync(new SqlStatement(DeleteText, kind, key, Parse(etag)), kind, key, etag, cancellationToken);
        }
        else if (await FindEtagAsync(kind, key, cancellationToken) is { } stored)
        {
            throw Lost(kind, key, stored, expected: null);
        }

        SetAbsent(grainState);
    }

    private static void SetAbsent<T>(IGrainState<T> grainState)
    {
        grainState.State = Activator.CreateInstance<T>();
        grainState.ETag = null;
        grainState.RecordExists = false;
    }

    private static string KindOf(string stateName, GrainId grainId) => $"{grainId.Type}.{stateName}";

    private static string KeyOf(GrainId grainId) => grainId.Key.ToString()!;

    // Etags are compared and never ordered, so this chance changes nothing that a simulation would have to replay. Half the range
    // is left to count in.
    private static long DrawFirstEtag() => RandomNumberGenerator.GetInt32(1, int.MaxValue) * (long)int.MaxValue;

    private static string Format(long etag) => etag.ToString(CultureInfo.InvariantCulture);

    private static long Parse(string etag) => long.Parse(etag, NumberStyles.None, CultureInfo.InvariantCulture);

    private static InconsistentStateException Lost(string kind, string key, string? stored, string? expected) =>
        new($"The document {kind} of {key} was written by somebody else.", stored, expected);

    private JsonTypeInfo<T> TypeOf<T>() => (JsonTypeInfo<T>)_json.GetTypeInfo(typeof(T));

    private async Task SwapAsync(
        SqlStatement statement, string kind, string key, string? expected, CancellationToken cancellationToken)
    {
        var write = new MetadataWrite(statement.ExpectingOneRow());
        if (await _shards.OfKey(kind, key).WriteAsync(write, cancellationToken) == WriteOutcome.Conflict)
        {
            throw Lost(kind, key, await FindEtagAsync(kind, key, cancellationToken), expected);
        }
    }

    private async ValueTask<string?> FindEtagAsync(string kind, string key, CancellationToken cancellationToken)
    {
        var etag = await _shards.OfKey(kind, key).QueryFirstAsync(
            new SqlStatement(ReadText, kind, key), static row => (long?)row.GetInteger(0), cancellationToken);
        return etag is { } stored ? Format(stored) : null;
    }
}
