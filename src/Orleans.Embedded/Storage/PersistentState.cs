using Microsoft.Extensions.DependencyInjection;
using Orleans.Embedded.Activations;
using Orleans.Storage;

namespace Orleans.Embedded.Storage;

/// <summary>One stored document of an activation.</summary>
internal sealed class PersistentState<TState> : IPersistentState<TState>
{
    private const string DefaultStorage = "Default";

    private readonly string _name;
    private readonly GrainId _grainId;
    private readonly IGrainStorage _storage;
    private readonly GrainState<TState> _document = new(Activator.CreateInstance<TState>());

    public PersistentState(Activation activation, string stateName, string? storageName)
    {
        _name = stateName;
        _grainId = activation.GrainId;
        var name = storageName ?? DefaultStorage;
        _storage = activation.Silo.Services.GetKeyedService<IGrainStorage>(name)
            ?? throw new OrleansConfigurationException($"No storage provider named \"{name}\" found for {activation.Class.Type}.");
    }

    public TState State
    {
        get => _document.State!;
        set => _document.State = value;
    }

    public string? Etag => _document.ETag;

    public bool RecordExists => _document.RecordExists;

    public Task ReadStateAsync() => ReadStateAsync(CancellationToken.None);

    public Task WriteStateAsync() => WriteStateAsync(CancellationToken.None);

    public Task ClearStateAsync() => ClearStateAsync(CancellationToken.None);

    public async Task ReadStateAsync(CancellationToken cancellationToken)
    {
        await _storage.ReadStateAsync(_name, _grainId, _document, cancellationToken);
        _document.State ??= Activator.CreateInstance<TState>();
    }

    public Task WriteStateAsync(CancellationToken cancellationToken) =>
        _storage.WriteStateAsync(_name, _grainId, _document, cancellationToken);

    public async Task ClearStateAsync(CancellationToken cancellationToken)
    {
        await _storage.ClearStateAsync(_name, _grainId, _document, cancellationToken);
        _document.State ??= Activator.CreateInstance<TState>();
    }
}
