using Orleans.Serialization;
using Orleans.Storage;

namespace FileStorage.Silo.Clustering;

/// <summary>
/// Keeps what the runtime's own grains know (who listens to which stream) among the documents, so that it outlives a silo. They are types of the
/// runtime, which only its serializer can write.
/// </summary>
internal sealed class SerializedGrainStorage(IGrainStorage documents, Serializer serializer) : IGrainStorage
{
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var document = new GrainState<SerializedState>();
        await documents.ReadStateAsync(stateName, grainId, document);
        grainState.State = document.RecordExists ? serializer.Deserialize<T>(document.State!.Body) : Activator.CreateInstance<T>();
        (grainState.ETag, grainState.RecordExists) = (document.ETag, document.RecordExists);
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var document = new GrainState<SerializedState>(new SerializedState { Body = serializer.SerializeToArray(grainState.State) }, grainState.ETag)
        {
            RecordExists = grainState.RecordExists,
        };
        await documents.WriteStateAsync(stateName, grainId, document);
        (grainState.ETag, grainState.RecordExists) = (document.ETag, document.RecordExists);
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var document = new GrainState<SerializedState>(new SerializedState(), grainState.ETag) { RecordExists = grainState.RecordExists };
        await documents.ClearStateAsync(stateName, grainId, document);
        grainState.State = Activator.CreateInstance<T>();
        (grainState.ETag, grainState.RecordExists) = (document.ETag, document.RecordExists);
    }
}
