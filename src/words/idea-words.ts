/** Ideas for keys are drawn from here: 2048 common Spanish words of 4 to 8 letters, a to z only. */
const list = `
  abanico abeja abeto abono abrazar abrazo abrigo abril abrir abuela abuelo acabar acampar acceso acebo
  aceite aceituna acento aceptar acera acercar acero aclarar acordar acorde activar actor actuar acuario
  acuerdo adelanto adivinar adobe adoptar adorno aduana afecto afeitar agenda agosto agregar agua aguacate
  aguacero agujero ahorrar ahorro aire ajedrez ajustar alambre alameda alba alcanzar alcoba aldea alegre
  alero aleta alfombra alga aliado aliento alimento aliviar almohada almorzar almuerzo alpaca alpino
  alquiler altavoz altura alumbrar alumna alumno amable amanecer amarillo amasar ambiente amiga amigo
  amistad amor ampliar analizar ancho ancla andamio andar andino anfibio anguila anillo animal anotar antena
  anteojos antiguo antorcha anunciar anuncio anzuelo apagar apellido apio aplaudir aplauso aplicar apodo
  apoyar apoyo apreciar aprecio aprender aprendiz aprobar apuntar apunte arado arbusto arce arcilla arco
  ardilla arena aria armario aroma arpa arquero arrecife arreglar arroba arroyo arroz artesano artista asado
  asamblea ascenso ascensor asegurar asesor asiento asistir asombro astilla asunto atajo atender ateneo
  atlas atleta atuendo audaz aula aumentar aumento aurora autor avanzar avellana avena avenida aventura
  avestruz aviador avisar aviso axioma ayer ayuda ayudar azafata azar azotea azul bacalao bailar baile
  bajada bajar balada balanza baldosa ballena balsa banca banco banda bandeja barato barbero barca barco
  barniz barra barranco barrer barrera barril barrio barro basalto base bastidor batata batido batir baya
  bebida beca bello bigote billar billete bingo bisonte bizcocho blando bloque blusa bobina boceto bocina
  boleto boliche bolsillo bombilla bonanza bondad bongo bonito bono bordado borrar bosque bote botella boxeo
  brasa brillar brillo brindar brisa broche broma bronce brote bucear buceo bucle bueno bufanda bufete buque
  burbuja burro buscar buzo cabalgar caballo cabina cable cabo cacao cachorro cactus cadena cadete caja
  calabaza calamar calcular caldo calentar calidad calle calma calmado calmar calor calzada camarero cambiar
  camello camilla caminar camino camisa campana campo canal canario canasta canasto cancha candado candil
  canela canguro canoa cantante cantar cantera canto cantor capa capital captar caracol caramelo caravana
  carbono cardo cargar cargo carnaval carpa carpeta carrera carreta carril carro carroza carta cartel
  cartera cartero casa cascabel cascada casco casete casilla castillo castor catorce caudal causa cautela
  cavidad cebada cebra cedro ceibo celebrar celeste cena cenar ceniza central centro cepillo cera cereal
  cereza cerilla cerrar cerro cerrojo certeza cesta cesto chal chaleco chaqueta charco charla charlar chicle
  chico chimenea chispa chiste chivo choclo chopo choza chuleta ciclista ciclo cielo ciencia ciento ciervo
  cifra cilantro cilindro cima cincel cinco cine cinta circo circuito ciruela cisne cisterna cita ciudad
  claro clase clave clavo cliente clima club cobalto cobija cobre coche cocina cocinar cocinero cofre cohete
  colega colegio colgante colina collar colmena colocar colonia color columna columpio comedia comedor
  comentar comenzar comer cometa comida comienzo comino compadre comparar completo compra comprar concurso
  conectar conejo confiar conocer consejo consola consulta contador contar contento convenio cooperar copa
  copiar copla coral corbata corcho cordel cordero cordial coro corona corral corredor corregir correo
  correr cortar corteza cortina corto cosecha coser cosmos costa crear crecer crema cresta cristal crucero
  cruzar cuaderno cuadra cuadro cuajada cualidad cuarteto cuarto cuatro cubeta cubierta cubo cuchara cuenca
  cuenco cuento cuerda cueva cuidado cuidar cultivar cultivo cultura cumbre cumplir cuna cupo curar curioso
  curso curva dado dama danza dardo dardos dato debate debatir decano decimal declarar dedal dedicado
  defensa dehesa dejar delicia delta deporte derecho desayuno descanso desear desfile desierto despacho
  despegar despejar despensa destello destino destreza detalle detectar devolver dialogar diamante diana
  diario dibujar dibujo diez digital dignidad diploma director dirigir disco disfraz disfrute distrito
  divertir dividir doblar doble doce docena doctor doctora domingo donante donar dorado dormir dosel dosis
  drama ducha duende dulce dulzura duque durar durazno eclipse edad edificio educado efecto eficaz elefante
  elegante elegir elenco elixir emblema embudo empacar empate empezar empleo encajar encaje encanto encargar
  encender encina encuesta enero enfoque enigma enlace enorme enrollar ensalada ensayar ensayo entender
  entero entrada entrar entrega entregar entrenar envase enviado enviar episodio equipo erizo escala escalar
  escalera escena escoba escolar escribir escritor escuchar escuela esfera esfuerzo esmalte espacio especia
  espejo espera esperar espeso espiga espuma esquema esquiar esquina establo estadio estampa estante estatua
  estepa estilo estival estrecho estrella estreno estuario estuche estudiar estudio estufa etapa eterno
  etiqueta evaluar evento evidente exacto examen examinar existir experto explicar explorar expresar
  extender extenso extremo fabricar fachada factura faena falda fama familia famoso fandango faro farol
  fauna favor febrero fecha feliz feria ferry festival fibra ficha fideo fiel fiesta figura fijar fijo fila
  filmar filtro final finca fino firma firmar firme firmeza flamenco flauta flecha flexible flor floral
  florista flota flotar fluido fluvial foca foco fogata folclore folio folleto fondo forma formar formato
  foro fortuna foto fragata fragua franja frasco frase frenar freno frente fresa fresco frescura fresno
  frijol friso fritada frontal frontera fruta frutilla fuente fuerte funda futuro gabinete gafas gaita gajo
  gala galaxia galera galleta gallo gamuza ganador ganar gancho ganso garaje garbanzo garza gaseosa gastar
  gatito gato gaviota gelatina gema gemelo generar generoso genial genio gente gentil geranio gerente germen
  gesto gigante gimnasio girar giro glaciar globo glorieta goleta golfo goma gorila gorra gorro gota gozo
  grabar gracia gracioso grafito gramo granate grande granero granito granja granjero grano gratis gratitud
  grava grieta grifo grillo gris grupo guante guardar guayaba guiar guisante guiso guitarra gustar gusto
  hablador hablar hacienda halago hallazgo halo hamaca hangar harina hebilla hechizo heladera helado helecho
  helio heno heraldo herencia hermoso herrero hervir hiedra hielo hierba hierro hilera hilo himno historia
  hogar hoguera hoja hojalata homenaje hondo honesto honor honrar hora horario hormiga hornear horno
  hospital hostal hotel hoyo hueco huerta huerto humano humedad humilde humo icono idea ideal idioma igual
  iluminar imagen imaginar importar imprenta impulso incluir infancia informar informe ingenio ingresar
  iniciar inicio inmenso insecto insignia insistir instalar instante instinto intenso inventar invento
  invierno invitado invitar iris isla islote istmo jacinto jade jaguar jalea jarabe jarra jaspe jaula jazz
  jengibre jersey jinete jirafa jornada joven joya joyero judo juego jueves jugador jugar juglar jugo jugoso
  juguete julio junco jungla junio junta juntar justo juventud karate kilo kiosco koala labor ladera
  ladrillo lagarto lago laguna lana lancha langosta lanzar lapicero largo lata latido latitud laurel lavabo
  lavanda lavar lazo leal lealtad leche lechuga lector lectura leer legumbre lejano lejos lema lente lenteja
  lentitud lento leopardo letra letrero levantar leyenda libertad librar libreta libro licencia liceo
  licuado liderar liebre lienzo liga ligero lima limonada limpiar limpieza limpio linaje lindo lino linterna
  liso lista listo litoral litro llama llamar llano llanta llanura llave llavero llegada llegar llenar
  llevar llovizna lluvia lluvioso lobato lobo local locro locutor lograr lomo lona longitud loro lote lucir
  lugar lujo luminoso luna lunar lunes lupa lustre maceta macizo madeja madera madre madrina madrugar
  maestra maestro magia mago maleta maleza malla manada manejo manga mango manguera manojo manta mantel
  manual manzana mapa maqueta maraca marcador marcar marcha marchar marco marea marfil margen marinero
  marino mariposa marisco marquesa martes martillo marzo masa mascota mate matiz matorral mayo mayor mecha
  medalla medida medio medir medusa mejor mejorar mellizo memoria menor mensaje menta mente mercado merced
  merienda mesa meseta meta metal meteoro metro mezcla mezclar miel miembro miga mijo milenio millar mina
  mineral minero minuto mirada mirador mirar mirlo mito mochila moda modelo moderno modesto mojado molde
  molino momento moneda montar monte montura mora morado mosaico mosquito mostaza mostrar motivo moto motor
  motriz mover muchacha muchacho mudanza mudar mueble muelle muestra multitud mundial mundo muralla muro
  museo musgo nacer naciente nadador nadar nafta naipe naranja naranjo narciso nardo narrador narrar nativo
  natural nave navegar navidad neblina negocio nervio nevada nevera nido niebla nieve nivel noble nobleza
  noche nocturno nombrar nombre norma norte nota notable notar noticia novato novela noveno noventa novia
  nube nublado nudo nuera nueve nuevo nuez numeral nutrido oasis obedecer obelisco objetivo objeto oblea
  obra obsequio observar obtener ocaso ochenta ocho ocio octavo octubre oeste oficina oficio ofrecer ojiva
  oleaje olfato oliva olivo olla olmo olor olvidar omega once onda onza operador operar orador orden ordenar
  orgullo oriente origen original orilla orquesta oscilar ostra otro oveja ovillo oyente ozono paciente
  pacto pagar pago paisaje pajar pala palabra palacio paladar palco paleta palma palmera paloma palomar
  pamela pampa panadero panda panel pantalla pantano pantera papagayo papaya papel paquete parada paraguas
  paralelo parar parasol parcela parche parecer pared pareja pariente parlante parque parra parrilla partir
  pasaje pasar pasarela pasear paseo pasillo pasta pastel patata patinar patio pato pausa pavo payaso peaje
  pecera pedal pedalear pedazo pediatra pedido pedir pegajoso peinado peine pelar pelota peluca peluche
  pensador pensar pepino pera perfecto perfil perfume perla permiso permitir perro pesar pesca pescado
  pescador pescar peso petunia pianista piano picnic piedra pieza pijama pila pilar pileta piloto pimienta
  pimiento pinar pincel pino pintar pintor pintura pinza pionero pirueta piscina pista pizarra pizca placa
  placer plan plancha planchar planear planeta planicie plano planta plata plateado plato playa playero
  plaza plegable plegar pleno plomo pluma plumas pluvial poblado podio poema poeta polea polen polilla pollo
  polo poncho popular porche portada portal portero porvenir posada posible postal poste postre postura
  potencia potrero potro pozo pradera prado precio precioso preciso pregunta premio prenda prensa preparar
  presente prestar primero primo princesa prisma proa probar problema proceso producir profesor profundo
  programa promedio promesa prometer pronto propina propio proponer prosa proyecto prudente prueba publicar
  pueblo puente puerta puerto pulgada pulido pulpo pulsera puma punta punto puntual pureza puro quebrada
  quedar quena querer querido queso quetzal quieto quilla quince quincena quinta quinteto quinua quitar
  racha racimo raciones radar radiante radical radio rama ramal ramo rampa rana rancho rango raqueta rareza
  rasgo rastrear rastro rayo razonar realidad realizar rebanada rebote recado receta recibir recibo reciente
  recinto recital reclamo recodo recoger recordar recorrer recortar recreo recto recuerdo recurso redonda
  redondo reflejo refresco regalar regalo regar regata regazo registro regla regresar regreso regular reja
  relato relevo relieve rellenar relleno reloj remanso remar remate remo remolino remoto renacer rendija
  reno renta reparar repartir reparto repasar repetir repisa repollo reposo reptil rescatar rescate reserva
  reservar resina resolver respaldo respetar respeto respirar respiro resto resumen retablo retazo retener
  retirar reto retrato reunir revisar revista revuelo ribera rico rigor rima riqueza risa ritmo rizado roble
  robot robusto roca rodaja rodaje rodar rodeo rojizo rojo rollo rombo romero ronda ropa ropero rosa rosado
  rotonda rueda rugido rumbo rumor rural ruta rutina saber sabina sabio sabor sabroso sacar sacarina saco
  sainete sala salado salero salida salir salsa saltar salto salud saludar saludo salvia sandalia sanidad
  sastre sauce saxo secar seco secreto sector secuoya seda seguir segundo seguro selecto sello selva semana
  sembrar semestre semilla sencillo senda sendero sensato sensor sentado sentido sentir sereno serie serio
  serrano servicio servir sesenta setenta siembra sierra siesta siete siglo silbar silbato silencio silla
  silueta simple sincero singular sistema sitio soberano sobre sobrina sobrino socio socorro soga soleado
  solista solo soltar sombra sombrero sonajero sonar sonata sondeo soneto sonido sonoro sonrisa sopa soplo
  soporte soprano sorbo sorpresa sorteo sostener suave subasta subida subir suceso sueldo suelo suerte
  sugerir suite sujeto suma surco surfista suspiro sustento sutil taberna tabla tablero tableta taburete
  tacto taladro talco talento tallado taller tallo tamal tambor tango tapa tapete tapiz taquilla tardanza
  tarde tarea tarifa tarjeta tarro tarta taxista taza teatral teatro techo tecla tejado tejer tejido tela
  tema templado tempo temprano tenaz tenedor tenis tenor teorema terminar ternura terraza terreno tertulia
  tesoro tetera textil texto tibio ticket tiempo tienda tierno tierra tigre tijera timbal timbre tina tinaja
  tinta tiza toalla tomar tomate tomillo tonelada tono topo tornado torneo tornillo torno toro toronja torre
  torrente torta tortuga tostada tostado tostador tostar trabajo traer traje tramo tratar travieso trayecto
  trece treinta tren trepar tribuna trigal trigo trineo trino triple triunfar triunfo trofeo trompeta trompo
  tronco trono tropical trotar trovador trozo trueno tubo turbina turismo turista turno tutela tutor tutora
  ubicar umbral unidad uniforme unir universo urbano usuario vaca vacuna vaina vainilla vajilla valer
  valiente valija valioso valla valle valor vals vapor vaquero vara variar varilla varita vasija vaso
  vecindad vecino vega vegetal veinte vela velero veleta velo veloz venda vendedor vender venir venta
  ventaja ventana verano verbo verdad verde verdura vereda vergel verja verso vertical vestido veterano
  viajar viaje viajero vida vidrio viento viernes vigente vigor vihuela villa vinagre vinilo viola violeta
  viruta visita visitar vista vistazo vistoso vital vitamina vitrina vivaz vivero vivienda vivir vivo
  volante volar volumen voluntad volver vuelo vuelta yate yema yerba yerno yeso yodo yoga yogur yuca yugo
  yunque zafra zanja zapatero zapato zarpar zarzuela zinc zodiaco zona zorro zumo
`;

export const ideaWords: readonly string[] = list.trim().split(/\s+/);
